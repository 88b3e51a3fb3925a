"""One order for the eye: its goods, its way, its history, and what can be done with it now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.media import presenters
from core.errors import NotFound
from orders.checkout.unproven import PHONE_CONFIRMED
from orders.ids import read_uuid
from orders.models import (
    CancelReason,
    ChargeStatus,
    Order,
    OrderHistory,
    OrderLine,
    OrderStatus,
    PaymentMethod,
    Return,
    ReturnReason,
    ReturnState,
)
from orders.returns.queries import returns_of
from orders.returns.rules import why_not_asked, why_not_returned
from orders.returns.window import money_free_at
from orders.services.move_order import MoveName, can_move

WORDS: dict[str, str | Promise] = {
    "placed": _("Đã đặt hàng"),
    MoveName.PAY: _("Đã nhận được tiền"),
    MoveName.PAY_TOO_LATE: _("Tiền đến khi hàng đã hết: đơn hủy, tiền được hoàn"),
    MoveName.PAY_AFTER_END: _("Tiền đến khi đơn đã kết thúc: tiền được hoàn"),
    MoveName.EXPIRE: _("Quá hạn thanh toán"),
    MoveName.CONFIRM: _("Người bán đã nhận đơn"),
    MoveName.HAND_OVER: _("Đã giao hàng"),
    MoveName.HAND_OVER_FOR_CASH: _("Đã giao hàng và nhận tiền mặt"),
    MoveName.WITHDRAW: _("Đã hủy trước khi thanh toán"),
    MoveName.CANCEL: _("Đã hủy"),
    MoveName.CANCEL_AND_REFUND: _("Đã hủy, tiền được hoàn"),
    MoveName.CANCEL_UNPROVEN: _("Quá hạn mà chưa ai gọi xác nhận được: đơn tự hủy, hàng về lại kệ"),
    PHONE_CONFIRMED: _("Người bán đã gọi, khách xác nhận"),
    MoveName.REFUND: _("Đã hoàn tiền"),
    "return_asked": _("Người mua đề nghị hoàn tiền"),
    "return_declined": _("Không đồng ý hoàn tiền"),
    "return_withdrawn": _("Người mua rút đề nghị hoàn tiền"),
    MoveName.RETURN: _("Đồng ý hoàn tiền"),
    MoveName.REFUND_PART: _("Đã hoàn một phần tiền"),
    MoveName.REFUND_WHOLE: _("Đã hoàn đủ tiền"),
    "review_opened": _("Khoản thanh toán đang được kiểm tra"),
    "review_closed": _("Đã kiểm tra xong khoản thanh toán"),
}


@dataclass(frozen=True)
class OrderLineView:
    """One line, in the words and at the price of the day it was ordered."""

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
    """One thing that happened."""

    what: str
    words: str | Promise
    at: datetime
    actor_name: str  # empty: the buyer as a guest, or the system
    reason: str | Promise  # why it was cancelled or given back, if it was
    amount: int  # đồng that this gives back; 0 of anything else


@dataclass(frozen=True)
class OrderPage:
    """A whole order. The `can_…` say what its state allows; who may do it is checked where it is done."""

    order: Order  # with seller, address, unit and province
    lines: list[OrderLineView]
    history: list[HistoryLine]
    can_confirm: bool
    can_hand_over: bool
    can_confirm_phone: bool  # the seller may say that they called, and the buyer said yes
    ended_unproven: bool  # nobody proved the buyer in time
    can_declare: bool  # the seller may say that the buyer's transfer has come
    returns: list[Return]  # with their lines, the latest first
    to_give_back: int  # đồng that the seller, who has the money, may say went back; 0: nothing
    can_return: bool  # by the seller or the operator: something of it can be given back
    can_ask_return: bool  # by the buyer
    returns_until: datetime | None  # until when the buyer may ask; None while it was not handed over
    can_cancel: bool  # by the seller
    can_withdraw: bool  # by the buyer


def order_page(order_id: UUID | str) -> OrderPage:
    """The order (three statements, five of one that was delivered).

    Who may see it is the caller's to know: `orders_visible_to`, `order_for_guest`."""
    order = Order.objects.select_related(*WITH_ORDER).filter(pk=read_uuid(order_id)).first()
    if order is None:
        raise NotFound(_("Không tìm thấy đơn hàng này."))
    return page_of(order)


# What the page's order carries.
WITH_ORDER = ("seller__address__unit__parent", "shipping_address__unit__parent", "shipping_address__old_unit")


def page_of(order: Order) -> OrderPage:
    """The same of an order that was read, with `WITH_ORDER` (one statement less)."""
    straight = order.payment_method == PaymentMethod.VIETQR
    returns = returns_of(order) if order.status == OrderStatus.FULFILLED else []
    history = _history(order)
    return OrderPage(
        order=order,
        lines=lines_of([order])[order.pk],
        history=history,
        can_confirm=can_move(order, MoveName.CONFIRM),
        can_hand_over=can_move(order, MoveName.HAND_OVER) or can_move(order, MoveName.HAND_OVER_FOR_CASH),
        can_confirm_phone=order.prove_by is not None and order.status == OrderStatus.UNCONFIRMED,
        ended_unproven=any(line.what == MoveName.CANCEL_UNPROVEN for line in history),
        can_declare=straight and not order.needs_review and can_move(order, MoveName.PAY),
        returns=returns,
        to_give_back=_to_give_back(order, returns),
        can_return=why_not_returned(order, returns) is None,
        can_ask_return=why_not_asked(order, returns) is None,
        returns_until=money_free_at(order),
        can_cancel=can_move(order, MoveName.CANCEL)
        or can_move(order, MoveName.CANCEL_AND_REFUND)
        or (straight and can_move(order, MoveName.WITHDRAW)),
        can_withdraw=can_move(order, MoveName.WITHDRAW),
    )


def lines_of(orders: Sequence[Order]) -> dict[UUID, list[OrderLineView]]:
    """The lines of some orders with their photos, by order (one statement)."""
    rows = (
        OrderLine.objects.filter(order__in=orders)
        .annotate(_photo=presenters.first_photo("variant__product"))
        .select_related("variant__product")
        .order_by("product_name", "variant_id")
    )
    found: dict[UUID, list[OrderLineView]] = {order.pk: [] for order in orders}
    for row in rows:
        found[row.order_id].append(
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
    return found


def _to_give_back(order: Order, returns: Sequence[Return]) -> int:
    if order.payment_method == PaymentMethod.VNPAY or order.charge_status != ChargeStatus.REFUNDING:
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
            words=WORDS[row.what],
            at=row.at,
            actor_name=row.actor.full_name if row.actor else "",
            reason=_reason(row.data),
            amount=row.data.get("amount", 0),
        )
        for row in OrderHistory.objects.filter(order=order).select_related("actor")
    ]
