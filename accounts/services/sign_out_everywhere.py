"""End every session and token of a person at once."""

from django.db import transaction
from django.db.models import F

from accounts.models import Session, User
from accounts.refresh_tokens import end_families
from accounts.services.record_audit import record_audit


@transaction.atomic
def sign_out_everywhere(*, user: User, actor: User | None) -> None:
    """Raise the epoch of sessions and tokens, which invalidates all former ones."""
    end_sessions(user)
    record_audit(actor=actor, action="user.sign_out_everywhere", obj=user, after={"epoch": user.session_epoch})


def end_sessions(user: User) -> None:
    """The same without an audit entry, in the caller's transaction."""
    Session.objects.filter(user=user).delete()
    end_families(user)
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
