"""Django's command, for the server's shell: the person is notified and must set an own password next."""

from typing import Any

from django.contrib.auth.management.commands.changepassword import Command as DjangoCommand

from accounts.models import User
from accounts.services.note_foreign_password import note_foreign_password


class Command(DjangoCommand):
    def handle(self, *args: Any, **options: Any) -> str | None:
        result = super().handle(*args, **options)
        note_foreign_password(user=User.objects.get_by_natural_key(options["username"]))
        return result
