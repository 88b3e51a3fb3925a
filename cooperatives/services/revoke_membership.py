"""End a person's membership in a seller; the row remains, with the end date."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.models import Seller, SellerRole
from cooperatives.policies import manages, oversees
from core import clock
from core.errors import DomainError, Forbidden, NotFound
from core.locks import lock_row


@transaction.atomic
def revoke_membership(*, membership_id: int, actor: User | None = None) -> None:
    """End the membership now; nothing happens where it has ended already.

    The last manager cannot be removed: the shop would continue to take orders. Raises Forbidden, NotFound, DomainError.
    """
    seller = lock_row(Seller.objects.filter(memberships=membership_id).select_related("unit"))
    if seller is None:
        raise NotFound(_("Không tìm thấy người này."))
    if actor is not None and not (manages(actor, seller) or oversees(actor, seller)):
        raise Forbidden(_("Bạn không được bớt người của gian hàng này."))
    current = seller.memberships.filter(revoked_at=None)
    membership = current.filter(pk=membership_id).first()
    if membership is None:
        return
    managers = current.filter(role=SellerRole.MANAGER)
    if membership.role == SellerRole.MANAGER and managers.count() == 1:
        raise DomainError(_("Gian hàng cần ít nhất một người quản lý."), code="LAST_MANAGER")
    membership.revoked_at = clock.now()
    membership.save(update_fields=["revoked_at"])
    before = {"user": membership.user_id, "role": membership.role}
    record_audit(actor=actor, action="seller.revoke_person", obj=seller, before=before)
