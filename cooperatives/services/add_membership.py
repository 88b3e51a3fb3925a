"""Give a person a role in a seller: manager or staff."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.locks import lock_seller
from cooperatives.models import SellerMembership, SellerRole
from cooperatives.policies import manages, oversees
from core.errors import DomainError, Forbidden


@transaction.atomic
def add_membership(*, seller_id: int, user: User, role: str, actor: User | None = None) -> SellerMembership:
    """The person's current membership in the seller, in this role.

    The seller's own manager, an official of its place or the operator adds people (actor None: the system itself).
    Raises Forbidden, NotFound, DomainError.
    """
    seller = lock_seller(seller_id)
    if actor is not None and not (manages(actor, seller) or oversees(actor, seller)):
        raise Forbidden(_("Bạn không được thêm người cho gian hàng này."))
    if role not in SellerRole.values:
        raise DomainError(_("Vui lòng chọn vai trò."), field="role")
    membership, created = SellerMembership.objects.get_or_create(
        user=user, seller=seller, revoked_at=None, defaults={"role": role}
    )
    before = {} if created else {"role": membership.role}
    if not created and membership.role == role:
        return membership
    if not created:
        membership.role = role
        membership.save(update_fields=["role"])
    after = {"user": user.pk, "role": role}
    record_audit(actor=actor, action="seller.add_person", obj=seller, before=before, after=after)
    return membership
