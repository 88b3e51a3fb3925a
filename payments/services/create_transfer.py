"""Allot a part of a paid intent to a payee."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.codes import new_id
from core.errors import DomainError, NotFound
from payments import chart
from payments.commission import commission
from payments.errors import bad_amount, require_platform, under_review, unexpected_state
from payments.funds import unallotted
from payments.locks import lock_intent
from payments.models import IntentStatus, Payee, Transfer
from payments.services.post import post


def create_transfer(*, intent_id: str, amount: int, payee_id: str, reference: str) -> Transfer:
    """Owe `amount` đồng of a succeeded intent to a payee, commission taken off by the rule of the day.

    `reference` is the caller's own name for it (an order's code), once an intent. Raises DomainError AMOUNT_INVALID,
    PAYMENT_INTENT_UNEXPECTED_STATE, PAYMENT_UNDER_REVIEW, INSUFFICIENT_FUNDS, TRANSFER_EXISTS, or NotFound.
    """
    with transaction.atomic():
        intent = lock_intent(intent_id)
        payee = Payee.objects.filter(pk=payee_id, livemode=intent.livemode).first()
        if payee is None:
            raise NotFound(_("Không tìm thấy người nhận tiền này."), field="destination")
        if amount <= 0:
            raise bad_amount(_("Số tiền phải lớn hơn 0."))
        require_platform(intent)
        if intent.review:
            raise under_review()
        if intent.status != IntentStatus.SUCCEEDED:
            raise unexpected_state(_("Khoản này chưa được trả nên chưa chia cho người bán được."))
        if intent.transfers.filter(reference=reference).exists():
            raise DomainError(_("Phần tiền này đã chia rồi."), code="TRANSFER_EXISTS", field="reference")
        if amount > unallotted(intent):
            raise DomainError(
                _("Số tiền lớn hơn phần còn lại của khoản thanh toán."), code="INSUFFICIENT_FUNDS", field="amount"
            )
        kept = commission(amount, clock.now())
        transfer = Transfer.objects.create(
            id=new_id("tr"),
            livemode=intent.livemode,
            intent=intent,
            payee=payee,
            amount=amount,
            commission=kept,
            reference=reference,
        )
        post(
            cause="transfer",
            cause_ref=transfer.pk,
            intent=intent,
            livemode=intent.livemode,
            lines=[
                (chart.one(chart.CUSTOMER_FUNDS), amount),
                (chart.of_payee(chart.PAYEE_PENDING, payee.pk), kept - amount),
                (chart.one(chart.COMMISSION), -kept),
            ],
            reference=reference,
        )
        return transfer
