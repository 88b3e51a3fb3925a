"""The orders of a checkout with all that belongs to them, checked and written in one statement."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from catalog.stock.services.reserve import ReservationRequest, reserve
from core import clock
from core.errors import DomainError
from core.models import IdempotentAnswer
from core.money import format_dong
from core.outbox import publish_all
from core.rows import Batch
from orders.checkout.fetch import SellerGroup
from orders.checkout.limits import Client, unproven_hold_time
from orders.checkout.line_validation import insufficient_stock
from orders.checkout.payment_requests import Requested, Start, payment_groups, request_payment
from orders.checkout.problems import checkout_problems
from orders.checkout.services.accept_policy import checked_consent
from orders.checkout.services.choose_options import payment_refusal, store_deliveries
from orders.checkout.unproven import is_proven, refuse_too_many_orders, refuse_too_much_stock
from orders.deadlines import CONFIRM_WITHIN, payment_deadline
from orders.identifiers import holder_ref, new_order_codes
from orders.models import PAID_IN_CASH, ChargeStatus, Checkout, HistoryCode, Order, OrderHistory, OrderLine, OrderStatus


@dataclass(frozen=True)
class Placed:
    """The orders in seller order, and the payments they wait for (none for cash)."""

    orders: list[Order]
    intent_ids: list[str]  # one for all orders by VNPay, one a seller by VietQR
    started: tuple[Requested, ...] = ()  # the payments that this call started, or tried to start

    @property
    def intent_id(self) -> str | None:
        """The first payment: by VNPay the only one."""
        return self.intent_ids[0] if self.intent_ids else None

    @property
    def refusal(self) -> DomainError | None:
        """Why the first payment that could not be started was not started."""
        return next((requested.refusal for requested in self.started if requested.refusal), None)


@dataclass(frozen=True)
class Shown:
    """What the buyer saw before placing; None is not checked."""

    total: int | None  # đồng
    quote_ids: frozenset[int] | None


@dataclass(frozen=True)
class Choice:
    """What the buyer chooses by placing; None leaves what the checkout has."""

    payment_method: str | None = None  # PaymentMethod
    policy: str | None = None  # the version that the buyer agrees to
    deliveries: Mapping[int, int] = field(default_factory=dict)  # {seller id: method id}, as the groups have them


@dataclass(frozen=True)
class Placing:
    """How a checkout is placed."""

    shown: Shown
    client: Client | None
    start: Start | None
    choice: Choice = field(default=Choice())


def place_groups(
    checkout: Checkout,
    seller_groups: Sequence[SellerGroup],
    placing: Placing,
    record: Callable[[Sequence[Order]], IdempotentAnswer],
) -> Placed:
    """Place a checkout that is locked or new, in the caller's transaction, with its seller groups as they were read
    since its goods were locked.

    `record` makes the record of the request, which is stored with the orders. Raises as `place_order`; the caller has
    counted the attempt.
    """
    _choose(checkout, seller_groups, placing.choice)
    _refuse(checkout, seller_groups, placing.shown)
    now, batch = clock.now(), Batch()
    unproven = checkout.payment_method in PAID_IN_CASH and not is_proven(checkout, placing.client)
    if unproven:
        refuse_too_many_orders(checkout.phone, adding=len(seller_groups))
    prove_by = now + unproven_hold_time() if unproven else None
    orders = [
        _order(checkout, p, code, now, prove_by)
        for p, code in zip(seller_groups, new_order_codes(len(seller_groups)), strict=True)
    ]
    deadlines = {p.seller_id: payment_deadline(checkout.payment_method, p.bank, now) for p in seller_groups}
    _hold(orders, seller_groups, deadlines, batch)
    requested = []
    for group in payment_groups(orders):
        deadline = deadlines[group[0].seller_id]
        if deadline is None:
            raise AssertionError("a payment has a deadline")
        payees = {p.seller_id: p.payee_ref for p in seller_groups}
        requested.append(request_payment(group, payees, deadline, placing.start, batch))
    batch.insert(
        orders,
        _lines(orders, seller_groups),
        [_placed(order, checkout) for order in orders],
        [allocation for one in requested for allocation in one.allocations],
        [record(orders)],
    )
    store_deliveries(checkout, placing.choice.deliveries, batch)
    checkout.placed_at = now
    batch.update(checkout, "payment_method", "consent_policy", "consent_at", "placed_at", "updated_at")
    publish_all("order.placed", [{"order_id": str(order.pk)} for order in orders], batch)
    if unproven:
        batch.then(lambda: refuse_too_much_stock(orders))
    _write(batch, seller_groups)
    return Placed(orders, [one.intent_id for one in requested], tuple(requested) if placing.start else ())


def _choose(checkout: Checkout, seller_groups: Sequence[SellerGroup], choice: Choice) -> None:
    if choice.payment_method is not None:
        if refusal := payment_refusal(choice.payment_method, list(seller_groups)):
            raise refusal
        checkout.payment_method = choice.payment_method
    if choice.policy is not None and checkout.consent_policy != choice.policy:
        for name, value in checked_consent(choice.policy).items():
            setattr(checkout, name, value)


def _refuse(checkout: Checkout, seller_groups: Sequence[SellerGroup], shown: Shown) -> None:
    blocking = [problem for problem in checkout_problems(checkout, seller_groups) if problem.blocking]
    short = {p.variant_id: p.available for p in blocking if p.variant_id is not None and p.available is not None}
    if short:
        raise _shortage(seller_groups, short)
    if blocking:
        raise blocking[0].error()
    total = sum(p.goods_total + p.shipping_total for p in seller_groups)
    if shown.total is not None and shown.total != total:
        message = _("Giá vừa thay đổi: tổng cộng bây giờ là %(total)s. Vui lòng xem lại trước khi đặt.")
        raise DomainError(message % {"total": format_dong(total)}, code="PRICE_CHANGED", params={"total": total})
    for p in seller_groups:
        if shown.quote_ids is not None and p.delivery and p.delivery.quote_id not in shown.quote_ids:
            message = _("Ngày giao và phí giao của %(seller)s vừa được tính lại. Vui lòng xem lại trước khi đặt.")
            raise DomainError(message % {"seller": p.seller_name}, code="SHIPPING_QUOTE_EXPIRED")


def _lines(orders: Sequence[Order], seller_groups: Sequence[SellerGroup]) -> list[OrderLine]:
    return [
        OrderLine(
            order=order,
            variant_id=line.variant_id,
            product_name=line.product_name,
            variant_name=line.variant_name,
            unit_price=line.unit_price,
            quantity=line.quantity,
            total=line.total,
            tax_category=line.tax_category,
            tax_evidence=line.tax_evidence,
        )
        for order, p in zip(orders, seller_groups, strict=True)
        for line in p.lines
    ]


def _placed(order: Order, checkout: Checkout) -> OrderHistory:
    return OrderHistory(order=order, what=HistoryCode.PLACED, actor_id=checkout.user_id, data={"total": order.total})


def _order(checkout: Checkout, p: SellerGroup, code: str, now: datetime, prove_by: datetime | None) -> Order:
    delivery = p.delivery
    if delivery is None:
        raise AssertionError("an order without a delivery is an obstacle")
    return Order(
        code=code,
        checkout=checkout,
        seller_id=p.seller_id,
        user_id=checkout.user_id,
        buyer_name=checkout.buyer_name,
        phone=checkout.phone,
        email=checkout.email,
        note=checkout.note,
        shipping_address=checkout.shipping_address,
        shipping_method_id=delivery.method_id,
        shipping_name=delivery.name,
        shipping_carrier=delivery.carrier,
        arrives_from=delivery.arrives_from,
        arrives_to=delivery.arrives_to,
        goods_total=p.goods_total,
        shipping_total=p.shipping_total,
        total=p.goods_total + p.shipping_total,
        payment_method=checkout.payment_method,
        status=OrderStatus.UNCONFIRMED.value,
        charge_status=ChargeStatus.NONE.value,
        confirm_by=now + CONFIRM_WITHIN if checkout.payment_method in PAID_IN_CASH else None,
        prove_by=prove_by,
    )


def _hold(
    orders: Sequence[Order],
    seller_groups: Sequence[SellerGroup],
    deadlines: Mapping[int, datetime | None],
    batch: Batch,
) -> None:
    requests = [
        ReservationRequest(
            holder_ref(order), {line.variant_id: line.quantity for line in p.lines}, deadlines[p.seller_id]
        )
        for order, p in zip(orders, seller_groups, strict=True)
    ]
    reserve(requests, batch)


def _write(batch: Batch, seller_groups: Sequence[SellerGroup]) -> None:
    try:
        batch.write()
    except DomainError as error:
        if error.code != "INSUFFICIENT_STOCK":
            raise
        raise _shortage(seller_groups, error.params["variants"]) from error


def _shortage(seller_groups: Sequence[SellerGroup], available: dict[int, int]) -> DomainError:
    return insufficient_stock({line.variant_id: line.name for p in seller_groups for line in p.lines}, available)
