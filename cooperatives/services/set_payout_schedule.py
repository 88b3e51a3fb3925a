"""Set the schedule of a seller's automatic payouts; only its own manager may do it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.locks import lock_seller
from cooperatives.policies import manages
from core.errors import Forbidden
from payments import sdk


@transaction.atomic
def set_payout_schedule(*, seller_id: int, interval: str, anchor: int = 1, actor: User) -> None:
    """`interval`: "manual", "daily", "weekly" (anchor 1 Monday … 7), "monthly" (day 1 … 28).

    Raises DomainError on the invalid field, Forbidden to all but the seller's own manager, NotFound.
    """
    seller = lock_seller(seller_id)
    if not manages(actor, seller):
        raise Forbidden(_("Chỉ người quản lý của chính gian hàng được đổi lịch nhận tiền."))
    before = sdk.accounts.retrieve(seller.payee_ref)
    after = sdk.accounts.update_schedule(seller.payee_ref, interval=interval, anchor=anchor)
    record_audit(
        actor=actor,
        action="seller.set_payout_schedule",
        obj=seller,
        before={"interval": before.payout_interval, "anchor": before.payout_anchor},
        after={"interval": after.payout_interval, "anchor": after.payout_anchor},
    )
