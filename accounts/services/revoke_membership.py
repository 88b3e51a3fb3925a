"""Revoke a role; the row stays, with its end."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from accounts.roles import is_operator
from accounts.services.record_audit import record_audit
from core import clock
from core.errors import Forbidden, NotFound
from core.locks import lock_row


@transaction.atomic
def revoke_membership(*, membership_id: int, actor: User | None) -> None:
    """End the membership now; nothing happens where it has ended already. Raises Forbidden, NotFound."""
    if actor is not None and not is_operator(actor):
        raise Forbidden(_("Chỉ đơn vị vận hành được thu hồi vai trò."))
    membership = lock_row(Membership.objects.filter(pk=membership_id).select_related("user"))
    if membership is None:
        raise NotFound(_("Không tìm thấy vai trò này."))
    if membership.revoked_at:
        return
    membership.revoked_at = clock.now()
    membership.save(update_fields=["revoked_at"])
    record_audit(
        actor=actor,
        action="membership.revoke",
        obj=membership.user,
        before={"role": membership.role, "unit": membership.unit_id},
    )
