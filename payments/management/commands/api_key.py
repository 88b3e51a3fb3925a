"""`python -m marketplace api-key`: make, list and revoke keys of the payment API. A new key is shown once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import DomainError
from payments.api.services.create_api_key import create_api_key
from payments.api.services.revoke_api_key import revoke_api_key
from payments.base.mode import livemode
from payments.models import ApiKey, ApiKeyKind


class Command(BaseCommand):
    help = "Make a key of the payment API (shown once), list them, or revoke one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", default="", help="what it is for")
        parser.add_argument("--account", help="acct_…: a key of this payee instead of the operator's")
        parser.add_argument(
            "--allow", action="append", default=[], metavar="RESOURCE=read|write",
            help="make a restricted key that may do this; *=read reads everything",
        )  # fmt: skip
        parser.add_argument("--list", action="store_true", help="the keys that there are, without their texts")
        parser.add_argument("--revoke", type=int, metavar="NUMBER", help="take the key of this number away")

    def handle(self, *, name: str, account: str | None, allow: list[str], revoke: int | None, **more: Any) -> None:
        try:
            if more["list"]:
                self._list()
            elif revoke is not None:
                revoke_api_key(key_id=revoke)
                self._list()
            else:
                permissions = dict(word.partition("=")[::2] for word in allow)
                kind = ApiKeyKind.RESTRICTED if permissions else ApiKeyKind.SECRET
                _row, key = create_api_key(kind=kind, payee_id=account, permissions=permissions, name=name)
                self.stdout.write(key)
        except DomainError as refusal:
            raise CommandError(str(refusal.message)) from None

    def _list(self) -> None:
        for key in ApiKey.objects.filter(livemode=livemode()).order_by("pk"):
            state = f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else f"last used {key.last_used_on or '–'}"
            self.stdout.write(
                f"{key.pk:>4}  {key.kind:10} …{key.last4}  {key.payee_id or 'operator'}  {key.permissions or ''}  "
                f"{state}  {key.name}"
            )
