"""Send money back to a buyer: posted and pending when created, taken back from the payee first where asked."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.codes import new_id
from core.errors import DomainError
from payments import chart, events
from payments.chart import AccountName
from payments.errors import bad_amount, require_platform, under_review, unexpected_state
from payments.funds import unallotted
from payments.locks import lock_intent
from payments.models import Attempt, AttemptStatus, PaymentIntent, Refund, Transfer
from payments.services.post import post
from payments.services.reverse_transfer import reverse_transfer as take_back


def create_refund(
    *, intent_id: str, amount: int, reason: str, reference: str, reverse_transfer: bool = False
) -> Refund:
    """Queue a refund of `amount` đồng of a paid intent under the caller's own name for it (an order's code).

    With `reverse_transfer` the transfer of the same reference gives the amount back first. Raises DomainError:
    AMOUNT_INVALID, PAYMENT_INTENT_UNEXPECTED_STATE, PAYMENT_UNDER_REVIEW, INSUFFICIENT_FUNDS (the money is with a payee
    or on its way back already), REFUND_EXISTS.
    """
    with transaction.atomic():
        intent = lock_intent(intent_id)
        if amount <= 0:
            raise bad_amount(_("Số tiền hoàn phải lớn hơn 0."))
        require_platform(intent)
        if intent.review:
            raise under_review()
        attempt = intent.attempts.filter(status=AttemptStatus.SUCCEEDED).first()
        if attempt is None:
            raise unexpected_state(_("Khoản này chưa được trả nên chưa có gì để hoàn."))
        if intent.refunds.filter(reference=reference).exists():
            raise DomainError(_("Khoản hoàn tiền này đã có rồi."), code="REFUND_EXISTS", field="reference")
        transfer = _transfer(intent, reference) if reverse_transfer else None
        with_payee = transfer.amount - transfer.reversed if transfer else 0
        if amount > unallotted(intent) + with_payee:
            raise DomainError(
                _("Số tiền hoàn lớn hơn số tiền còn lại của khoản thanh toán."),
                code="INSUFFICIENT_FUNDS",
                field="amount",
            )
        refund_id = new_id("re")
        if transfer and with_payee:
            take_back(intent=intent, transfer=transfer, amount=min(amount, with_payee), cause_ref=refund_id)
        return queue_refund(intent, attempt, amount=amount, reason=reason, reference=reference, refund_id=refund_id)


def queue_refund(
    intent: PaymentIntent,
    attempt: Attempt,
    *,
    amount: int,
    reason: str,
    reference: str,
    source: AccountName | None = None,
    refund_id: str | None = None,
) -> Refund:
    """Write and post a pending refund of an attempt's money out of `source`. The intent is locked by the caller."""
    refund = Refund.objects.create(
        id=refund_id or new_id("re"),
        livemode=intent.livemode,
        intent=intent,
        attempt=attempt,
        amount=amount,
        reason=reason,
        reference=reference,
    )
    post(
        cause="refund",
        cause_ref=refund.pk,
        intent=intent,
        livemode=intent.livemode,
        lines=[(source or chart.one(chart.CUSTOMER_FUNDS), amount), (chart.one(chart.REFUNDS_TRANSIT), -amount)],
        reference=reference[:60],
    )
    events.tell_refund(intent, refund)
    return refund


def _transfer(intent: PaymentIntent, reference: str) -> Transfer | None:
    return intent.transfers.filter(reference=reference).first()
