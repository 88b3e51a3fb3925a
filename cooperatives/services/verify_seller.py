"""Verify the identity of a seller, or withdraw the verification. Buyers see verified sellers only."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.models import Seller
from cooperatives.policies import acts_for, oversees
from core import clock
from core.errors import DomainError, Forbidden, NotFound
from core.locks import lock_row


@transaction.atomic
def verify_seller(*, seller_id: int, actor: User, verified: bool) -> Seller:
    """The seller, verified by `actor` or no longer verified; nothing changes where it is so already.

    Only an official of its commune or province, or the operator, and nobody for their own shop. Raises Forbidden,
    NotFound (also for sellers the person may not know of), DomainError for a closed seller.
    """
    seller = lock_row(Seller.objects.filter(pk=seller_id).select_related("unit"))
    if seller is None or not oversees(actor, seller):
        raise NotFound(_("Không tìm thấy người bán này trong địa bàn của bạn."))
    if acts_for(actor, seller):
        raise Forbidden(_("Bạn không thể tự xác minh gian hàng của mình."))
    if verified and not seller.is_active:
        raise DomainError(_("Người bán này đã ngừng hoạt động nên không xác minh được."), code="INACTIVE")
    if verified == (seller.verified_at is not None):
        return seller
    before = _state(seller)
    seller.verified_at = clock.now() if verified else None
    seller.verified_by = actor if verified else None
    seller.save(update_fields=["verified_at", "verified_by"])
    action = "seller.verify" if verified else "seller.unverify"
    record_audit(actor=actor, action=action, obj=seller, before=before, after=_state(seller))
    return seller


def _state(seller: Seller) -> dict[str, object]:
    return {
        "verified_at": seller.verified_at.isoformat() if seller.verified_at else None,
        "verified_by": seller.verified_by_id,
    }
