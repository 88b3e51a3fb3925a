"""Let a person act for a seller, as a manager or as staff."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.models import Seller, SellerMembership, SellerRole
from cooperatives.policies import manages, oversees
from core.errors import DomainError, Forbidden, NotFound
from core.locks import lock_row


@transaction.atomic
def add_membership(*, seller_id: int, user: User, role: str, actor: User | None = None) -> SellerMembership:
    """The person's current membership in the seller, in this role.

    The seller's own manager, an official of its place or the operator adds people (actor None: the system itself).
    Raises Forbidden, NotFound, DomainError.
    """
    seller = lock_row(Seller.objects.filter(pk=seller_id).select_related("unit"))
    if seller is None:
        raise NotFound(_("Không tìm thấy người bán này."))
    if actor is not None and not (manages(actor, seller) or oversees(actor, seller)):
        raise Forbidden(_("Bạn không được thêm người cho gian hàng này."))
    if role not in SellerRole.values:
        raise DomainError(_("Vui lòng chọn vai trò."), field="role")
    membership, made = SellerMembership.objects.get_or_create(
        user=user, seller=seller, revoked_at=None, defaults={"role": role}
    )
    before = {} if made else {"role": membership.role}
    if not made and membership.role == role:
        return membership
    if not made:
        membership.role = role
        membership.save(update_fields=["role"])
    after = {"user": user.pk, "role": role}
    record_audit(actor=actor, action="seller.add_person", obj=seller, before=before, after=after)
    return membership
