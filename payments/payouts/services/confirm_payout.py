"""The bank has paid a payout."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core import clock
from core.errors import DomainError
from payments.base.locks import lock_payout
from payments.base.operator import require_operator
from payments.events import publish
from payments.models import Payout, PayoutStatus
from payments.payouts.errors import unexpected_state
from payments.payouts.posting import post_paid


def confirm_payout(*, payout_id: str, bank_reference: str, actor: User, arrived_on: date | None = None) -> Payout:
    """In_transit becomes paid, by the bank's own number of the transfer, on `arrived_on` (None: today).

    Raises DomainError REQUIRED without a number, PAYOUT_UNEXPECTED_STATE, NotFound, or Forbidden to all but the
    operator.
    """
    require_operator(actor)
    reference = bank_reference.strip()[:60]
    if not reference:
        raise DomainError(_("Vui lòng ghi số giao dịch của ngân hàng."), code="REQUIRED", field="bank_reference")
    with transaction.atomic():
        payout = lock_payout(payout_id)
        if payout.status != PayoutStatus.IN_TRANSIT:
            raise unexpected_state(payout)
        payout.status, payout.ended_at = PayoutStatus.PAID, clock.now()
        payout.bank_reference, payout.arrival_on = reference, arrived_on or clock.today()
        payout.save(update_fields=["status", "ended_at", "bank_reference", "arrival_on"])
        post_paid(payout)
        publish.publish_object(publish.PAYOUT_PAID, payout)
        record_audit(
            actor=actor,
            action="payout.confirm",
            obj=payout,
            before={"status": PayoutStatus.IN_TRANSIT},
            after={"status": payout.status, "amount": payout.amount, "bank_reference": reference},
        )
        return payout
