"""Create a refund: posted and pending when created; the payee's transfer is reversed first where requested."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import DomainError, NotFound
from core.identifiers import new_id
from payments.base.errors import bad_amount, insufficient, under_review, unexpected_state
from payments.base.funds import refundable, transferable
from payments.base.locks import lock_intent
from payments.base.proportions import next_part
from payments.connected_accounts.services.reverse_transfer import record_reversal
from payments.events import publish
from payments.ledger import chart
from payments.ledger.journal import BalanceEntry, post_entry
from payments.models import (
    UNSUCCESSFUL_REFUND_STATUSES,
    Attempt,
    AttemptStatus,
    Collector,
    PaymentIntent,
    Refund,
    RefundPhase,
    RefundStatus,
    Transfer,
)
from payments.providers import provider
from payments.tax_rules.withholding import Sale, check_back


@dataclass(frozen=True)
class ReversalRequest:
    """The reversal of a transfer that precedes a refund."""

    transfer: Transfer
    amount: int  # đồng
    sales: Sequence[Sale]  # the returned goods; empty: all goods sold, in proportion
    fee_too: bool  # its commission is reversed too


def create_refund(
    *,
    intent_id: str,
    amount: int | None = None,
    reason: str,
    reference: str = "",
    reverse_transfer: bool = False,
    transfer_id: str | None = None,
    sales: Sequence[Sale] = (),
    refund_application_fee: bool | None = None,
    requested_by: User | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Refund:
    """Queue a refund of `amount` đồng (None: all that is left) of a paid intent. `reference` is the caller's own name.

    With `reverse_transfer` a transfer is reversed first: `transfer_id`, or that of the same reference, or without a
    reference the intent's only one, in proportion. The operator's commission is reversed too, unless
    `refund_application_fee` is False. `sales` are the returned goods, together `amount`: their tax is reversed. Without
    `sales` the tax of all goods sold is reversed in proportion.

    Whoever collected the payment refunds it: a payment that a seller collected waits for the seller's proof
    (`requires_action`).

    Raises DomainError: AMOUNT_INVALID, PAYMENT_INTENT_UNEXPECTED_STATE, PAYMENT_UNDER_REVIEW, CHARGE_ALREADY_REFUNDED,
    INSUFFICIENT_FUNDS (the money was transferred or refunded), SALES_INVALID, REFUND_EXISTS, NotFound.
    """
    with transaction.atomic():
        intent = lock_intent(intent_id)
        if amount is not None and amount <= 0:
            raise bad_amount(_("Số tiền hoàn phải lớn hơn 0."))
        if intent.review:
            raise under_review()
        attempt = intent.attempts.filter(status=AttemptStatus.SUCCEEDED).first()
        if attempt is None:
            raise unexpected_state(_("Khoản này chưa được trả nên chưa có gì để hoàn."))
        if reference and intent.refunds.filter(reference=reference).exists():
            raise DomainError(_("Khoản hoàn tiền này đã có rồi."), code="REFUND_EXISTS", field="reference")
        amount = _within(intent, amount)
        check_back(sales, amount)
        refund_id = new_id("re")
        transfer = _transfer(intent, transfer_id, reference) if reverse_transfer else None
        in_proportion = not (reference or transfer_id)
        back = _reversal_amount(transfer, intent, amount, in_proportion=in_proportion) if transfer else 0
        if intent.collector == Collector.PLATFORM and amount > transferable(intent) + back:
            raise insufficient()
        return record_refund(
            intent,
            attempt,
            amount=amount,
            reason=reason,
            reference=reference or refund_id,
            refund_id=refund_id,
            requested_by=requested_by,
            metadata=metadata,
            first=ReversalRequest(transfer, back, sales, refund_application_fee is not False)
            if transfer and back
            else None,
        )


def record_refund(
    intent: PaymentIntent,
    attempt: Attempt,
    *,
    amount: int,
    reason: str,
    reference: str,
    refund_id: str | None = None,
    requested_by: User | None = None,
    metadata: Mapping[str, Any] | None = None,
    first: ReversalRequest | None = None,
    by_hand: bool = False,
    retry_of: Refund | None = None,
) -> Refund:
    """Write and post a pending refund of an attempt. The caller holds the lock of the intent.

    `first` is the reversal of a transfer that precedes it. `by_hand`: a person transfers it from the bank, even where
    the provider has a refund call. `retry_of`: the failed refund that this one retries.
    """
    phase, status = initial_status(attempt, amount, by_hand=by_hand)
    refund = Refund.objects.create(
        id=refund_id or new_id("re"),
        livemode=intent.livemode,
        intent=intent,
        attempt=attempt,
        amount=amount,
        status=status,
        phase=phase,
        by_hand=by_hand,
        retry_of=retry_of,
        reason=reason,
        reference=reference,
        requested_by=requested_by,
        metadata=dict(metadata or {}),
    )
    if first:
        record_reversal(
            intent,
            first.transfer,
            first.amount,
            refund=refund,
            sales=first.sales,
            refund_application_fee=first.fee_too,
        )
    if intent.collector == Collector.PLATFORM:
        source = source_account(attempt)
        post_entry(
            reason="refund",
            reason_ref=refund.pk,
            intent=intent,
            livemode=intent.livemode,
            lines=[(chart.platform_account(source), amount), (chart.platform_account(chart.REFUNDS_TRANSIT), -amount)],
            reference=reference[:60],
            balance=[BalanceEntry(None, "refund", refund.pk, -amount)] if source == chart.CUSTOMER_FUNDS else [],
        )
    publish.publish_refund(publish.REFUND_CREATED, intent, refund)
    return refund


def initial_status(attempt: Attempt, amount: int, *, by_hand: bool = False) -> tuple[RefundPhase, RefundStatus]:
    """Phase and status of a new refund: above the limit it waits for an approval, else it is sent.

    Earlier refunds of the same payment without an approval count too, so that parts of a large refund need one.
    """
    if amount + _unapproved(attempt) > settings.REFUND_APPROVAL_LIMIT:
        return RefundPhase.AWAITING_APPROVAL, RefundStatus.PENDING
    return status_once_approved(attempt, by_hand=by_hand)


def _unapproved(attempt: Attempt) -> int:
    """Đồng of the attempt that are refunded, or being refunded, without an approval (1 statement)."""
    in_progress = Refund.objects.filter(attempt=attempt).exclude(status__in=UNSUCCESSFUL_REFUND_STATUSES)
    alone = in_progress.exclude(phase=RefundPhase.AWAITING_APPROVAL).filter(approvals=None)
    return alone.aggregate(total=Sum("amount", default=0))["total"]


def status_once_approved(attempt: Attempt, *, by_hand: bool = False) -> tuple[RefundPhase, RefundStatus]:
    """Phase and status of an approved refund: sent by a job where the provider has a refund call, else by a person."""
    if provider(attempt.provider).refunds_by_call and not by_hand:
        return RefundPhase.QUEUED, RefundStatus.PENDING
    return RefundPhase.BY_HAND, RefundStatus.REQUIRES_ACTION


def source_account(attempt: Attempt) -> str:
    """The ledger account from which an attempt is refunded: for a duplicate payment it is suspense."""
    return chart.SUSPENSE if attempt.status == AttemptStatus.DUPLICATE else chart.CUSTOMER_FUNDS


def _within(intent: PaymentIntent, amount: int | None) -> int:
    """The amount to refund. Raises DomainError where it is more than is left of the payment."""
    left = refundable(intent)
    if left <= 0:
        raise DomainError(_("Khoản này đã được hoàn hết rồi."), code="CHARGE_ALREADY_REFUNDED")
    if amount is not None and amount > left:
        raise insufficient()
    return left if amount is None else amount


def _transfer(intent: PaymentIntent, transfer_id: str | None, reference: str) -> Transfer | None:
    """The transfer with this id, or the one of the same reference, or else the only one. Never another seller's.

    Raises NotFound for one that is not this payment's.
    """
    transfers = list(intent.transfers.order_by("sequence"))
    if transfer_id:
        found = next((transfer for transfer in transfers if transfer.pk == transfer_id), None)
        if found is None:
            raise NotFound(_("Không tìm thấy khoản chia này."), field="transfer")
        return found
    if reference:
        return next((transfer for transfer in transfers if transfer.reference == reference), None)
    return transfers[0] if len(transfers) == 1 else None


def _reversal_amount(transfer: Transfer, intent: PaymentIntent, amount: int, *, in_proportion: bool) -> int:
    """How much of a transfer is reversed for a refund of `amount`: as much as is left, or its share, as in Stripe."""
    holds = transfer.amount - transfer.reversed
    if in_proportion:
        gone = intent.amount - refundable(intent)
        return min(holds, next_part(transfer.amount, gone, amount, intent.amount))
    return min(holds, amount)
