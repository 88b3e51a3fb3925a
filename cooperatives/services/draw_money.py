"""A seller asks for its money now ("rút tiền"). Its own manager does."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.models import Seller
from cooperatives.policies import manages
from core import clock
from core.errors import Forbidden, NotFound
from payments import sdk


@transaction.atomic
def draw_money(*, seller_id: int, actor: User, idempotency_key: str) -> sdk.Payout:
    """All that is available is on its way to the seller's bank; the same key again does nothing more.

    Raises DomainError BALANCE_INSUFFICIENT, NO_BANK_ACCOUNT, Forbidden to all but the seller's own manager, NotFound.
    """
    seller = Seller.objects.filter(pk=seller_id).first()
    if seller is None:
        raise NotFound(_("Không tìm thấy người bán này."))
    if not manages(actor, seller):
        raise Forbidden(_("Chỉ người quản lý của chính gian hàng được rút tiền."))
    asked_at = clock.now()
    payout = sdk.payouts.create(account=seller.payee_ref, idempotency_key=f"draw:{seller.pk}:{idempotency_key}")
    if payout.created >= asked_at:  # else the key was used before, and this was told then
        record_audit(actor=actor, action="seller.draw_money", obj=seller, after={"amount": payout.amount})
    return payout
