"""Add a household to a cooperative. Membership alone permits nobody to act for it: that needs its consent."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.models import CooperativeMember, Seller, SellerKind
from cooperatives.policies import manages, oversees
from core.errors import DomainError, Forbidden, NotFound


@transaction.atomic
def add_member(
    *, cooperative_id: int, household_id: int, joined_on: date, actor: User | None = None
) -> CooperativeMember:
    """The household as a member of the cooperative.

    The household itself, an official of its place or the operator records it (actor None: the system itself), never the
    cooperative, to whose advantage it is. Raises Forbidden, NotFound, DomainError.
    """
    sellers = Seller.objects.select_related("unit").in_bulk([cooperative_id, household_id])
    cooperative, household = sellers.get(cooperative_id), sellers.get(household_id)
    if cooperative is None or household is None:
        raise NotFound(_("Không tìm thấy người bán này."))
    if actor is not None and not (manages(actor, household) or oversees(actor, household)):
        raise Forbidden(_("Chỉ hộ đó hoặc cán bộ địa bàn được ghi nhận việc vào hợp tác xã."))
    if cooperative.kind != SellerKind.COOPERATIVE or household.kind != SellerKind.HOUSEHOLD:
        raise DomainError(_("Chỉ hộ kinh doanh mới là thành viên của hợp tác xã."), field="household_id")
    member, created = CooperativeMember.objects.get_or_create(
        cooperative=cooperative, household=household, defaults={"joined_on": joined_on}
    )
    if created:
        after = {"cooperative": cooperative.pk, "joined_on": joined_on.isoformat()}
        record_audit(actor=actor, action="member.join", obj=household, after=after)
    return member
