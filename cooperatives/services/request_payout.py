"""Pay a seller's available balance out now ("rút tiền"); only its own manager may request it."""

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
def request_payout(*, seller_id: int, actor: User, idempotency_key: str) -> sdk.Payout:
    """Send the whole available balance to the seller's bank; the same key again returns the same payout.

    Raises DomainError BALANCE_INSUFFICIENT, NO_BANK_ACCOUNT, Forbidden to all but the seller's own manager, NotFound.
    """
    seller = Seller.objects.filter(pk=seller_id).first()
    if seller is None:
        raise NotFound(_("Không tìm thấy người bán này."))
    if not manages(actor, seller):
        raise Forbidden(_("Chỉ người quản lý của chính gian hàng được rút tiền."))
    requested_at = clock.now()
    payout = sdk.payouts.create(account=seller.payee_ref, idempotency_key=f"draw:{seller.pk}:{idempotency_key}")
    if payout.created >= requested_at:  # otherwise an earlier request with this key was audited
        record_audit(actor=actor, action="seller.request_payout", obj=seller, after={"amount": payout.amount})
    return payout
