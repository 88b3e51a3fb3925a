"""End a refund: it succeeded, failed or was canceled. Each end is posted once."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from payments.base.errors import unexpected_refund_state
from payments.base.locks import lock_refund
from payments.events import publish
from payments.events.serializers.registry import render
from payments.ledger import chart
from payments.ledger.chart import AccountName
from payments.ledger.journal import BalanceEntry, post_entry
from payments.models import Collector, PaymentIntent, Refund, RefundPhase, RefundStatus
from payments.providers import provider
from payments.refunds.services.create_refund import source_account


def succeed_refund(*, refund_id: str, provider_ref: str = "", proof: str = "") -> Refund:
    """The buyer has the money. An ended refund stays as it is. Raises NotFound."""
    with transaction.atomic():
        intent, refund = lock_refund(refund_id)
        if refund.phase == RefundPhase.DONE:
            return refund
        was = render(refund)
        asset, sales = _accounts(intent, refund)
        if refund.by_hand:  # a person transferred it, whoever collected the money
            asset = chart.platform_account(chart.BANK)
        from_transit = chart.platform_account(chart.REFUNDS_TRANSIT)
        source = from_transit if intent.collector == Collector.PLATFORM else sales
        post_entry(
            reason="refund_settled",
            reason_ref=refund.pk,
            intent=intent,
            livemode=refund.livemode,
            lines=[(source, refund.amount), (asset, -refund.amount)],
            reference=refund.reference[:60],
        )
        refund.provider_ref = provider_ref[:40] or refund.provider_ref
        refund.proof = proof[:300]
        return _end(intent, refund, RefundStatus.SUCCEEDED, was)


def fail_refund(*, refund_id: str, reason: str) -> Refund:
    """The refund did not reach the buyer: the money belongs to the payment again, and may be refunded again.

    Raises NotFound.
    """
    with transaction.atomic():
        intent, refund = lock_refund(refund_id)
        if refund.phase == RefundPhase.DONE:
            return refund
        was = render(refund)
        refund.failure_reason = reason[:40]
        _put_back(intent, refund, "refund_failed", "refund_failure")
        return _end(intent, refund, RefundStatus.FAILED, was)


def cancel_refund(*, refund_id: str) -> Refund:
    """Cancel a refund before it is sent. Raises DomainError REFUND_UNEXPECTED_STATE, NotFound."""
    with transaction.atomic():
        intent, refund = lock_refund(refund_id)
        if refund.status == RefundStatus.CANCELED:
            return refund
        if refund.phase not in (RefundPhase.AWAITING_APPROVAL, RefundPhase.BY_HAND):
            raise unexpected_refund_state(_("Khoản hoàn này đã đi rồi nên không hủy được."))
        was = render(refund)
        _put_back(intent, refund, "refund_canceled", "refund_failure")
        return _end(intent, refund, RefundStatus.CANCELED, was)


def _accounts(intent: PaymentIntent, refund: Refund) -> tuple[AccountName, AccountName]:
    """The account that holds the attempt's money, and its counterpart: those of the capture, in reverse."""
    lines = provider(refund.attempt.provider).capture_lines(refund.amount, intent.payee_id)
    return lines[0][0], lines[1][0]


def _put_back(intent: PaymentIntent, refund: Refund, reason: str, balance_type: str) -> None:
    """Post the exact reversal of the refund's creation; money that a seller collected was never posted."""
    if intent.collector != Collector.PLATFORM:
        return
    source = source_account(refund.attempt)
    post_entry(
        reason=reason,
        reason_ref=refund.pk,
        intent=intent,
        livemode=refund.livemode,
        lines=[
            (chart.platform_account(chart.REFUNDS_TRANSIT), refund.amount),
            (chart.platform_account(source), -refund.amount),
        ],
        reference=refund.reference[:60],
        balance=[BalanceEntry(None, balance_type, refund.pk, refund.amount)] if source == chart.CUSTOMER_FUNDS else [],
    )


def _end(intent: PaymentIntent, refund: Refund, status: RefundStatus, was: Mapping[str, Any]) -> Refund:
    refund.status, refund.phase, refund.ended_at = status, RefundPhase.DONE, clock.now()
    refund.save()
    event_type = publish.REFUND_FAILED if status == RefundStatus.FAILED else publish.REFUND_UPDATED
    publish.publish_refund(event_type, intent, refund, was)
    return refund
