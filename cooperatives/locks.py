"""Every row lock of the room."""

from django.utils.translation import gettext_lazy as _

from cooperatives.models import CooperativeMember, Seller
from core.errors import NotFound
from core.locks import lock_row


def lock_seller(seller_id: int) -> Seller:
    """The seller with its commune, locked. Raises NotFound."""
    seller = lock_row(Seller.objects.select_related("unit").filter(pk=seller_id))
    if seller is None:
        raise NotFound(_("Không tìm thấy người bán này."))
    return seller


def lock_member(cooperative_id: int, household_id: int) -> CooperativeMember:
    """The member with its two sellers, locked. Raises NotFound."""
    rows = CooperativeMember.objects.filter(cooperative_id=cooperative_id, household_id=household_id)
    member = lock_row(rows.select_related("cooperative", "household__unit"))
    if member is None:
        raise NotFound(_("Hộ này không phải là thành viên của hợp tác xã."))
    return member
