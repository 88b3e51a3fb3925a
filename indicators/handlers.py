"""Handlers of the events of orders: a payment is recorded as a sale, a refund or a voided sale as its reversal."""

from core.models import Event
from core.outbox import subscribe
from indicators.facts.services.record_reversal import (
    POS_SALE_HANDLER,
    REFUND_HANDLER,
    SALE_HANDLER,
    record_pos_reversal,
    record_refund,
)
from indicators.facts.services.record_sale import record_pos_sale, record_sale


@subscribe("order.paid", SALE_HANDLER)
def _record_sale(event: Event) -> None:
    record_sale(order_id=event.payload["order_id"], event_id=event.pk)


@subscribe("pos_sale.paid", POS_SALE_HANDLER)
def _record_pos_sale(event: Event) -> None:
    record_pos_sale(sale_id=event.payload["sale_id"], event_id=event.pk)


@subscribe("pos_sale.voided", "indicators.record_pos_reversal")
def _record_pos_reversal(event: Event) -> None:
    record_pos_reversal(sale_id=event.payload["sale_id"], event_id=event.pk, voided_at=event.created_at)


@subscribe("order.refund_completed", REFUND_HANDLER)
def _record_refund(event: Event) -> None:
    record_refund(order_id=event.payload["order_id"], return_id=event.payload.get("return_id"), event_id=event.pk)
