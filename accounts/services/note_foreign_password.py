"""After another person set a password: its owner must change it at once, and is notified."""

from django.db import transaction

from accounts.models import User
from accounts.services.notify_person import notify_person
from accounts.services.record_audit import record_audit
from accounts.services.sign_out_everywhere import sign_out_everywhere


@transaction.atomic
def note_foreign_password(*, user: User) -> None:
    """Called after a password was set from the server's shell. Every earlier session and token ends."""
    sign_out_everywhere(user=user, actor=None)
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    record_audit(actor=None, action="user.set_password_for", obj=user)
    notify_person(user, "user.set_password_for")
