"""A one-time password link, from the server's shell, if the operator has no two people."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.identifiers import identifier_q
from accounts.models import User
from accounts.services.make_password_link import make_password_link


class Command(BaseCommand):
    help = "Prints a link, single use, 72 hours, by which a person sets their own password; they are told of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("identifier", help="the person's phone number or e-mail")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(identifier_q(options["identifier"])).first()
        if user is None:
            raise CommandError("Không ai có số điện thoại hoặc email này. · Nobody has this phone number or e-mail.")
        print(make_password_link(user=user, actor=None))
