"""What the SDK hands out: frozen objects with Stripe's field names, made from rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise

from payments import models
from payments.base.banks import bank_name
from payments.models import AttemptStatus, ConfirmationSource, IntentStatus
from payments.models.refund import first_reference
from payments.payouts.hold import held_until
from payments.providers import provider
from payments.providers.base import TransferInstructions
from payments.providers.decline_codes import words


@dataclass(frozen=True)
class Account:
    """A payee."""

    id: str
    name: str
    livemode: bool
    business_type: str  # "individual" | "company" | "" (not said)
    legal_name: str
    tax_id: str
    agency_contract: str
    agency_contract_on: date | None
    bank_bin: str  # empty: no account for payouts yet
    bank_last4: str
    bank_holder: str
    bank_changed_at: datetime | None
    payout_interval: str  # "manual", "daily", "weekly", "monthly"
    payout_anchor: int  # weekly: 1 Monday … 7 Sunday; monthly: day 1 … 28
    held_until: datetime | None  # its bank account is too new: payouts wait until then


@dataclass(frozen=True)
class Intent:
    """A payment: its state, and the visit that counts."""

    id: str
    amount: int  # đồng; VND has no minor unit
    currency: str
    status: str
    livemode: bool
    review: bool
    payment_method_type: str
    transfer_group: str
    description: str
    metadata: Mapping[str, Any]
    created: datetime
    expires_at: datetime | None  # None: made over the API and never visited
    succeeded_at: datetime | None
    canceled_at: datetime | None
    cancellation_reason: str
    amount_received: int  # đồng taken; also of a cancelled intent that was paid too late
    amount_refunded: int  # đồng of it sent or being sent back
    reference: str | None  # of the latest visit: vnp_TxnRef
    redirect_url: str | None  # where the buyer goes to pay, while that can be done
    # VietQR, of the latest visit ("" else): what to show, and the code in the transfer's text that finds it again.
    qr_text: str
    qr_svg_url: str
    bank_bin: str
    bank_name: str
    bank_account_no: str
    bank_account_name: str
    transfer_code: str
    qr_pending: bool  # a bank feed's service is making the QR: show none yet
    qr_failed: bool  # it made none: ours is shown, of whose money the service does not tell
    declared: bool  # nobody's feed told of the money: the payee said that it came
    last_error: str | None  # decline code of the latest visit
    last_error_message: str | Promise  # the same in the buyer's words


@dataclass(frozen=True)
class Transfer:
    """A payee's share of a payment."""

    id: str
    payment_intent: str
    destination: str
    amount: int
    amount_reversed: int
    application_fee_amount: int  # the operator's commission, contained in `amount`
    reference: str
    created: datetime


@dataclass(frozen=True)
class Refund:
    """Money on its way back to a buyer."""

    id: str
    payment_intent: str
    amount: int
    status: str
    reason: str
    reference: str
    created: datetime
    ended: datetime | None  # when it succeeded or failed for good

    @property
    def first_reference(self) -> str:
        """The caller's own name, whichever try this is."""
        return first_reference(self.reference)

    @property
    def is_unsuccessful(self) -> bool:
        """It ended and the buyer has nothing of it."""
        return self.status in models.UNSUCCESSFUL_REFUND_STATUSES


@dataclass(frozen=True)
class Payout:
    """A payee's money on its way to its bank."""

    id: str
    destination: str  # the payee
    amount: int
    status: str  # Stripe's: "pending", "in_transit", "paid", "failed", "canceled"
    automatic: bool
    code: str  # in the transfer's text
    bank_bin: str
    bank_last4: str
    bank_holder: str
    description: str
    bank_reference: str  # the bank's own number, once paid
    failure_message: str  # the bank's reason
    arrival_on: date  # expected, then true
    created: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class CashReceipt:
    """Cash that a seller took."""

    id: str  # pi_…
    account: str
    amount: int
    reference: str
    created: datetime


def account(row: models.Payee) -> Account:
    return Account(
        id=row.pk,
        name=row.name,
        livemode=row.livemode,
        business_type=row.business_type,
        legal_name=row.legal_name,
        tax_id=row.tax_id,
        agency_contract=row.agency_contract,
        agency_contract_on=row.agency_contract_on,
        bank_bin=row.bank_bin,
        bank_last4=row.bank_account_no[-4:],
        bank_holder=row.bank_account_name,
        bank_changed_at=row.bank_changed_at,
        payout_interval=str(row.payout_interval),
        payout_anchor=row.payout_anchor,
        held_until=held_until(row),
    )


def intent(row: models.PaymentIntent, attempts: Sequence[models.Attempt] | None = None) -> Intent:
    """Reads `attempts` (unless they are given) and, of a payment that came, `refunds`: prefetch them for many.

    Of an intent that was never paid the latest attempt is all that counts.
    """
    attempts = sorted(row.attempts.all() if attempts is None else attempts, key=lambda attempt: attempt.pk)
    latest = attempts[-1] if attempts else None
    payable = row.status == IntentStatus.REQUIRES_ACTION and not row.review and latest
    instructions = provider(latest.provider).transfer_instructions(latest) if latest else None
    error = ""
    if latest and latest.status == AttemptStatus.FAILED:
        error = provider(latest.provider).decline_code(latest.response_code)
    return Intent(
        id=row.pk,
        amount=row.amount,
        currency="vnd",
        status=str(row.status),
        livemode=row.livemode,
        review=row.review,
        payment_method_type=row.payment_method_type,
        transfer_group=row.transfer_group,
        description=row.description,
        metadata=row.metadata,
        created=row.created_at,
        expires_at=row.expires_at,
        succeeded_at=row.succeeded_at,
        canceled_at=row.canceled_at,
        cancellation_reason=row.cancellation_reason,
        amount_received=sum(a.amount for a in attempts if a.status == AttemptStatus.SUCCEEDED),
        amount_refunded=_refunded(row, attempts),
        reference=latest.reference if latest else None,
        redirect_url=latest.redirect_url if payable and latest and latest.status == AttemptStatus.OPEN else None,
        **_transfer_shown(instructions),
        qr_pending=bool(instructions and instructions.is_pending and latest and latest.status == AttemptStatus.OPEN),
        qr_failed=bool(instructions and instructions.has_failed),
        declared=any(
            a.status == AttemptStatus.SUCCEEDED and a.confirmed_by == ConfirmationSource.DECLARED for a in attempts
        ),
        last_error=error or None,
        last_error_message=words(error),
    )


def _transfer_shown(shown: TransferInstructions | None) -> dict[str, str]:
    return {
        "qr_text": shown.qr_text if shown else "",
        "qr_svg_url": shown.picture if shown else "",
        "bank_bin": shown.bank_bin if shown else "",
        "bank_name": bank_name(shown.bank_bin) if shown else "",
        "bank_account_no": shown.account_number if shown else "",
        "bank_account_name": shown.account_holder if shown else "",
        "transfer_code": shown.content if shown else "",
    }


def _refunded(row: models.PaymentIntent, attempts: Sequence[models.Attempt]) -> int:
    paid_by = {attempt.pk for attempt in attempts if attempt.status == AttemptStatus.SUCCEEDED}
    if not paid_by:
        return 0
    refunds = (refund for refund in row.refunds.all() if refund.status not in models.UNSUCCESSFUL_REFUND_STATUSES)
    return sum(refund.amount for refund in refunds if refund.attempt_id in paid_by)


def transfer(row: models.Transfer) -> Transfer:
    return Transfer(
        id=row.pk,
        payment_intent=row.intent_id,
        destination=row.payee_id,
        amount=row.amount,
        amount_reversed=row.reversed,
        application_fee_amount=row.commission,
        reference=row.reference,
        created=row.created_at,
    )


def refund(row: models.Refund) -> Refund:
    return Refund(
        id=row.pk,
        payment_intent=row.intent_id,
        amount=row.amount,
        status=str(row.status),
        reason=row.reason,
        reference=row.reference,
        created=row.created_at,
        ended=row.ended_at,
    )


def payout(row: models.Payout) -> Payout:
    return Payout(
        id=row.pk,
        destination=row.payee_id,
        amount=row.amount,
        status=str(row.status),
        automatic=row.automatic,
        code=row.code,
        bank_bin=row.bank_bin,
        bank_last4=row.bank_account_no[-4:],
        bank_holder=row.bank_account_name,
        description=row.description,
        bank_reference=row.bank_reference,
        failure_message=row.failure_message,
        arrival_on=row.arrival_on,
        created=row.created_at,
        ended_at=row.ended_at,
    )


def cash_receipt(row: models.PaymentIntent) -> CashReceipt:
    return CashReceipt(
        id=row.pk,
        account=row.payee_id or "",
        amount=row.amount,
        reference=row.reference,
        created=row.created_at,
    )
