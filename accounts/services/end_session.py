"""Sign out one browser from another."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Session, User
from accounts.services.record_audit import record_audit
from accounts.sessions import PLACE
from core.errors import NotFound


@transaction.atomic
def end_session(*, user: User, public_id: str) -> None:
    """End the session of the user that the page calls `public_id`. Raises NotFound where it has ended already."""
    row = next((row for row in Session.objects.filter(user=user) if row.public_id == public_id), None)
    if row is None:
        raise NotFound(_("Máy này đã đăng xuất rồi."))
    place = row.get_decoded().get(PLACE, {})
    row.delete()
    record_audit(actor=user, action="user.end_session", obj=user, after=place)
