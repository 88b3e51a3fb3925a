"""Turn a checkout into orders: one per seller, with reserved goods and the payments that they wait for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.stock.services.reserve import ReservationRequest, reserve_new
from core import clock
from core.errors import DomainError
from core.idempotency import request_hash, run_once_within
from core.money import format_dong
from core.outbox import publish_all
from core.rows import insert_together
from orders.checkout.fetch import SellerGroup, fetch_seller_groups
from orders.checkout.limits import Client, consume_placing, refund_phone, unproven_hold_time
from orders.checkout.line_validation import insufficient_stock
from orders.checkout.payment_requests import Requested, Start, payment_groups, request_payment
from orders.checkout.problems import checkout_problems
from orders.checkout.unproven import is_proven, refuse_too_many_orders, refuse_too_much_stock
from orders.deadlines import CONFIRM_WITHIN, payment_deadline
from orders.identifiers import fresh_order_codes, holder_ref, read_uuid
from orders.locks import lock_checkout
from orders.models import PAID_IN_CASH, ChargeStatus, Checkout, HistoryCode, Order, OrderHistory, OrderLine, OrderStatus
from shipping.quotes.queries import QuoteSource
from shipping.quotes.services.quote_parcels import run_with_quotes


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


def place_order(
    *,
    checkout_id: UUID | str,
    expected_total: int | None,
    idempotency_key: str,
    client: Client | None,
    quote_ids: Collection[int] | None = None,
    start: Start | None = None,
) -> Placed:
    """Create the unpaid orders of a checkout in one transaction. A checkout placed before returns its orders.

    `expected_total` is the sum (đồng) that the buyer saw, `quote_ids` are the shipping quotes; None: what is in force
    now. `client` is None for the system itself, which has no limits. With `start` the payments are started in the same
    transaction, unless the checkout was placed before; where a provider refuses to start one, the orders stand.

    Raises DomainError: the problems of the checkout (problems.py), INSUFFICIENT_STOCK with the goods, PRICE_CHANGED if
    the total has changed, SHIPPING_QUOTE_EXPIRED if a quote expired or belongs to another parcel, IDEMPOTENCY_MISMATCH
    if the key was used for another checkout, TOO_MANY_REQUESTS, UNPROVEN_ORDERS_LIMIT, UNPROVEN_STOCK_LIMIT; or
    NotFound. On refusal only the attempt is counted, so with a client this must not run inside a transaction that may
    be rolled back. No carrier is called inside the transaction: if a quote is missing, the transaction is rolled back
    and repeated with new quotes.
    """
    shown = Shown(expected_total, None if quote_ids is None else frozenset(quote_ids))
    phone = _consume(checkout_id, client) if client else ""
    try:
        return run_with_quotes(lambda quote: _place_once(checkout_id, shown, idempotency_key, client, quote, start))
    except DomainError:
        refund_phone(phone)
        raise


def _consume(checkout_id: UUID | str, client: Client) -> str:
    """Count the attempt, unless it repeats a placed checkout. Returns the phone for which it was counted."""
    checkout = Checkout.objects.filter(pk=read_uuid(checkout_id), placed_at=None).first()
    if checkout is None:
        return ""
    proven = is_proven(checkout, client)
    consume_placing(client, checkout.phone, proven=proven)
    return "" if proven else checkout.phone


def _place_once(
    checkout_id: UUID | str,
    shown: Shown,
    idempotency_key: str,
    client: Client | None,
    quote: QuoteSource,
    start: Start | None,
) -> Placed:
    with transaction.atomic():
        checkout = lock_checkout(checkout_id)
        if checkout.placed_at is None:
            request = request_hash(str(checkout.pk), shown.total)
            placed: list[Placed] = []

            def place() -> dict[str, object]:
                seller_groups = fetch_seller_groups(checkout, quote)
                placed.append(place_groups(checkout, seller_groups, shown, client, start))
                return {"orders": [str(order.pk) for order in placed[0].orders]}

            run_once_within("orders.place_order", idempotency_key, request, place)
            if placed:
                return placed[0]
        return placed_before(checkout.pk)


def placed_before(checkout_id: UUID) -> Placed:
    """The orders of a checkout that was placed, and their payments (one statement)."""
    orders = Order.objects.filter(checkout=checkout_id).select_related("seller", "allocation").order_by("seller_id")
    intents = dict.fromkeys(order.allocation.intent_id for order in orders if hasattr(order, "allocation"))
    return Placed(orders=list(orders), intent_ids=list(intents))


def place_groups(
    checkout: Checkout,
    seller_groups: Sequence[SellerGroup],
    shown: Shown,
    client: Client | None,
    start: Start | None,
) -> Placed:
    """Place a checkout that is locked or new, with its seller groups as they are now, in the caller's transaction.

    Raises as `place_order`; the caller has counted the attempt.
    """
    _refuse(checkout, seller_groups, shown)
    now = clock.now()
    unproven = checkout.payment_method in PAID_IN_CASH and not is_proven(checkout, client)
    if unproven:
        refuse_too_many_orders(checkout.phone, adding=len(seller_groups))
    prove_by = now + unproven_hold_time() if unproven else None
    orders = [
        _order(checkout, p, code, now, prove_by)
        for p, code in zip(seller_groups, fresh_order_codes(len(seller_groups)), strict=True)
    ]
    deadlines = {p.seller_id: payment_deadline(checkout.payment_method, p.bank, now) for p in seller_groups}
    _hold(orders, seller_groups, deadlines)
    requested = []
    for group in payment_groups(orders):
        deadline = deadlines[group[0].seller_id]
        if deadline is None:
            raise AssertionError("a payment has a deadline")
        payees = {p.seller_id: p.payee_ref for p in seller_groups}
        requested.append(request_payment(group, payees, deadline, start))
    insert_together(
        orders,
        _lines(orders, seller_groups),
        [_placed(order, checkout) for order in orders],
        [allocation for one in requested for allocation in one.allocations],
    )
    if unproven:
        refuse_too_much_stock(orders)
    checkout.placed_at = now
    checkout.save(update_fields=["placed_at", "updated_at"])
    publish_all("order.placed", [{"order_id": str(order.pk)} for order in orders])
    return Placed(orders, [one.intent_id for one in requested], tuple(requested) if start else ())


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
    orders: Sequence[Order], seller_groups: Sequence[SellerGroup], deadlines: Mapping[int, datetime | None]
) -> None:
    requests = [
        ReservationRequest(
            holder_ref(order), {line.variant_id: line.quantity for line in p.lines}, deadlines[p.seller_id]
        )
        for order, p in zip(orders, seller_groups, strict=True)
    ]
    try:
        reserve_new(requests)
    except DomainError as error:
        if error.code != "INSUFFICIENT_STOCK":
            raise
        raise _shortage(seller_groups, error.params["variants"]) from error


def _shortage(seller_groups: Sequence[SellerGroup], available: dict[int, int]) -> DomainError:
    return insufficient_stock({line.variant_id: line.name for p in seller_groups for line in p.lines}, available)
