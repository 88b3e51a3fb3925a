"""Add a feed that reports transfers into a bank account."""

import secrets
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core.errors import DomainError, NotFound
from core.locks import lock_row
from payments.base.feed_secrets import seal_secrets
from payments.base.operator import require_operator
from payments.models import BankAccount, BankFeed, FeedKind

_NEEDED = {
    FeedKind.SEPAY: ("key",),
    FeedKind.CASSO: ("key",),
    FeedKind.PAYOS: ("key", "client_id", "api_key"),
    FeedKind.STATEMENT: (),
}
_CHOICES = {
    FeedKind.SEPAY: {"auth": ("hmac", "apikey")},
    FeedKind.PAYOS: {"words": ("9", "25")},
}
SHORTEST_KEY = 8


def add_bank_feed(
    *,
    account_id: int,
    kind: str,
    secrets_by_name: Mapping[str, str],
    settings: Mapping[str, str] | None = None,
    actor: User | None = None,
) -> BankFeed:
    """Add a feed to an account, or replace the secrets of the feed of that kind, which keeps its address.

    `secrets_by_name` is {"key": the key that signs messages}, for payOS also "client_id" and "api_key". They are stored
    encrypted. `settings` is {"auth": "hmac" | "apikey"} for SePay. It is {"words": "9" | "25"} for payOS: the length of
    a transfer's text (25 where the account is linked there). The first value is the default.

    Only the operator may add a feed to its own account. For a payee's the caller has checked that `actor` acts for it.
    Raises DomainError on the field at fault, Forbidden.
    """
    if kind not in FeedKind.values:
        raise DomainError(_("Chưa có dịch vụ báo tiền về này."), code="INVALID", field="kind")
    secret_values = {name: str(secrets_by_name.get(name, "")).strip() for name in _NEEDED[FeedKind(kind)]}
    for name, value in secret_values.items():
        if len(value) < SHORTEST_KEY:
            raise DomainError(
                _("Khóa quá ngắn. Hãy sao chép đủ khóa từ trang của dịch vụ."), code="INVALID", field=name
            )
    stored = _settings(kind, settings or {})
    with transaction.atomic():
        account = lock_row(BankAccount.objects.filter(pk=account_id))
        if account is None:
            raise NotFound(_("Không tìm thấy tài khoản ngân hàng này."))
        if account.payee_id is None and actor is not None:
            require_operator(actor)
        feed = BankFeed.objects.filter(account=account, kind=kind).first()
        if feed is None:
            feed = BankFeed(account=account, kind=kind, hook=secrets.token_urlsafe(24))
        feed.encrypted_secret = seal_secrets(secret_values) if secret_values else ""
        feed.settings = stored
        feed.is_active = True
        feed.save()
        record_audit(
            actor=actor, action="payment.add_bank_feed", obj=feed, after={"kind": kind, "account": str(account)}
        )
        return feed


def _settings(kind: str, values: Mapping[str, str]) -> dict[str, str]:
    stored = {}
    for name, choices in _CHOICES.get(FeedKind(kind), {}).items():
        stored[name] = values.get(name, choices[0])
        if stored[name] not in choices:
            raise DomainError(_("Lựa chọn này không có."), code="INVALID", field=name)
    return stored
