"""One order as pages show it: goods, delivery, history, and the possible actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.media import presenters
from core.errors import NotFound
from orders.identifiers import read_uuid
from orders.models import (
    CancelReason,
    ChargeStatus,
    HistoryCode,
    Order,
    OrderHistory,
    OrderLine,
    OrderStatus,
    Return,
    ReturnReason,
    ReturnState,
)
from orders.payment_methods import COLLECTED_BY_PLATFORM, TRANSFERRED_TO_SELLER
from orders.returns.queries import returns_of
from orders.returns.rules import return_refusal, return_request_refusal
from orders.returns.window import return_window_end
from orders.transitions import TransitionName, can_transition


@dataclass(frozen=True)
class OrderLineView:
    """One line, with the names and the price at the time of the order."""

    variant_id: int
    product_id: int
    product_slug: str
    product_name: str
    variant_name: str
    unit_price: int  # đồng
    quantity: int
    total: int  # đồng
    photo: presenters.PhotoUrls | None


@dataclass(frozen=True)
class HistoryLine:
    """One entry of the history."""

    what: str
    words: str | Promise
    at: datetime
    actor_name: str  # empty: the buyer as a guest, or the system
    reason: str | Promise  # why it was cancelled or returned
    amount: int  # đồng refunded by this entry, else 0


@dataclass(frozen=True)
class OrderPage:
    """A whole order. The `can_…` say what its state allows; who may do it is checked where it is done."""

    order: Order  # with seller, address, unit and province
    lines: list[OrderLineView]
    history: list[HistoryLine]
    can_confirm: bool
    can_fulfill: bool
    can_confirm_phone: bool  # the seller may record the buyer's confirmation by phone
    ended_unproven: bool  # the buyer was not proven before the deadline
    can_declare: bool  # the seller may confirm the buyer's transfer
    returns: list[Return]  # with their lines, the latest first
    to_refund_manually: int  # đồng whose refund the seller, who holds the money, may confirm; else 0
    can_return: bool  # by the seller or the operator
    can_request_return: bool  # by the buyer
    returns_until: datetime | None  # the deadline for a request; None before fulfilment
    can_cancel: bool  # by the seller
    can_withdraw: bool  # by the buyer


def order_page(order_id: UUID | str) -> OrderPage:
    """The order (three statements, five of one that was delivered).

    The caller checks who may see it: `orders_visible_to`, `order_for_guest`."""
    order = Order.objects.select_related(*WITH_ORDER).filter(pk=read_uuid(order_id)).first()
    if order is None:
        raise NotFound(_("Không tìm thấy đơn hàng này."))
    return page_of(order)


# The relations read with the page's order.
WITH_ORDER = ("seller__address__unit__parent", "shipping_address__unit__parent", "shipping_address__old_unit")


def page_of(order: Order) -> OrderPage:
    """The same for an order that was read with `WITH_ORDER` (one statement less)."""
    paid_to_seller = order.payment_method in TRANSFERRED_TO_SELLER
    returns = returns_of(order) if order.status == OrderStatus.FULFILLED else []
    history = _history(order)
    return OrderPage(
        order=order,
        lines=lines_of([order])[order.pk],
        history=history,
        can_confirm=can_transition(order, TransitionName.CONFIRM),
        can_fulfill=can_transition(order, TransitionName.FULFILL)
        or can_transition(order, TransitionName.FULFILL_FOR_CASH),
        can_confirm_phone=order.prove_by is not None and order.status == OrderStatus.UNCONFIRMED,
        ended_unproven=any(line.what == TransitionName.CANCEL_UNPROVEN for line in history),
        can_declare=paid_to_seller and not order.needs_review and can_transition(order, TransitionName.PAY),
        returns=returns,
        to_refund_manually=_to_refund_manually(order, returns),
        can_return=return_refusal(order, returns) is None,
        can_request_return=return_request_refusal(order, returns) is None,
        returns_until=return_window_end(order),
        can_cancel=can_transition(order, TransitionName.CANCEL)
        or can_transition(order, TransitionName.CANCEL_AND_REFUND)
        or (paid_to_seller and can_transition(order, TransitionName.WITHDRAW)),
        can_withdraw=can_transition(order, TransitionName.WITHDRAW),
    )


def lines_of(orders: Sequence[Order]) -> dict[UUID, list[OrderLineView]]:
    """The lines of some orders with their photos, by order (one statement)."""
    rows = (
        OrderLine.objects.filter(order__in=orders)
        .annotate(_photo=presenters.first_photo("variant__product"))
        .select_related("variant__product")
        .order_by("product_name", "variant_id")
    )
    lines_by_order: dict[UUID, list[OrderLineView]] = {order.pk: [] for order in orders}
    for row in rows:
        lines_by_order[row.order_id].append(
            OrderLineView(
                variant_id=row.variant_id,
                product_id=row.variant.product_id,
                product_slug=row.variant.product.slug,
                product_name=row.product_name,
                variant_name=row.variant_name,
                unit_price=row.unit_price,
                quantity=row.quantity,
                total=row.total,
                photo=presenters.photo_urls(row._photo) if row._photo else None,
            )
        )
    return lines_by_order


def _to_refund_manually(order: Order, returns: Sequence[Return]) -> int:
    if order.payment_method in COLLECTED_BY_PLATFORM or order.charge_status != ChargeStatus.REFUNDING:
        return 0
    return next((one.amount for one in returns if one.state == ReturnState.ACCEPTED), order.total)


def _reason(data: Mapping[str, Any]) -> str | Promise:
    if data.get("reason"):
        return CancelReason(data["reason"]).label
    return ReturnReason(data["why"]).label if data.get("why") else ""


def _history(order: Order) -> list[HistoryLine]:
    return [
        HistoryLine(
            what=row.what,
            words=HistoryCode(row.what).label,
            at=row.at,
            actor_name=row.actor.full_name if row.actor else "",
            reason=_reason(row.data),
            amount=row.data.get("amount", 0),
        )
        for row in OrderHistory.objects.filter(order=order).select_related("actor")
    ]
