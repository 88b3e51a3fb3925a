"""Writes sample sales through the services, each step at its own time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings

from accounts.models import User
from catalog.models import Product, Variant
from catalog.stock.services.adjust_stock import adjust_stock
from core import clock, outbox
from core.models import Delivery
from demo_data.banks import notify_bank_transfer
from demo_data.sales_plan import Piece, Sale
from demo_data.timeline import Timeline
from orders.checkout.placing import Placed
from orders.checkout.policy import POLICY_VERSION
from orders.checkout.services.accept_policy import accept_policy
from orders.checkout.services.add_lines import add_lines
from orders.checkout.services.choose_delivery import choose_delivery
from orders.checkout.services.choose_payment import choose_payment
from orders.checkout.services.create_checkout import create_checkout
from orders.checkout.services.place_order import place_order
from orders.checkout.services.set_address import set_address
from orders.checkout.services.set_contact import set_contact
from orders.checkout.services.start_payment import start_payment
from orders.fulfilment.services.confirm_order import confirm_order
from orders.fulfilment.services.fulfill_order import fulfill_order
from orders.models import PAID_IN_CASH, Order, PaymentMethod
from orders.payment.services.mark_as_paid import mark_as_paid
from orders.payment.services.release_allocation import release_allocation
from orders.returns.window import return_window_end
from payments.intents.services.complete_attempt import complete_attempt
from payments.models import Attempt, PaymentReviewReason
from payments.providers.results import AttemptResult, Outcome
from sandbox.vnpay.known import know
from shipping.models import Carrier, ShippingMethod

TO_PAY = timedelta(minutes=3)
SAMPLE_IP = "203.0.113.7"  # an address of documents (RFC 5737)


@dataclass(frozen=True)
class Market:
    """Products, variants and managers, by the keys of the content."""

    managers: Mapping[int, User]  # by the seller's id
    communes: Mapping[str, int]  # ids of today's communes by code
    products: Mapping[str, Product]
    variants: Mapping[tuple[str, str], Variant]  # by the product's key and the pack's name

    def variant(self, piece: Piece) -> Variant:
        return self.variants[piece.product.key, piece.pack.name]


def seed_sale(
    sale: Sale, market: Market, *, number: int, user: User | None = None, word: Outcome | None = Outcome.SUCCEEDED
) -> list[Order]:
    """One sale from the cart to its present state. Its orders are marked as samples.

    `word` is the result reported by the gateway or bank; None: the buyer has not paid yet.
    """
    line, orders = Timeline(), []
    line.at(sale.placed_at, lambda: orders.extend(start_sale(line, sale, market, number=number, user=user, word=word)))
    line.run(until=clock.now())
    return orders


def start_sale(
    line: Timeline,
    sale: Sale,
    market: Market,
    *,
    number: int,
    user: User | None = None,
    word: Outcome | None = Outcome.SUCCEEDED,
) -> list[Order]:
    """Place the sale now, and schedule its later steps on the timeline: paid, confirmed, fulfilled, released."""
    placed = _place(sale, market, number, user)
    orders = placed.orders
    Order.objects.filter(pk__in=[order.pk for order in orders]).update(is_sample=True)
    if placed.intent_ids and word is not None:
        line.at(sale.placed_at + TO_PAY, partial(_pay, placed, market, number, word))
    if sale.confirmed_at:
        line.at(sale.confirmed_at, lambda: _confirm(orders, market))
    if sale.fulfilled_at:
        line.at(sale.fulfilled_at, lambda: _fulfill(line, orders, market))
    return orders


def _confirm(orders: list[Order], market: Market) -> None:
    for order in orders:
        confirm_order(order_id=order.pk, actor=market.managers[order.seller_id])
    deliver_events()


def _fulfill(line: Timeline, orders: list[Order], market: Market) -> None:
    for order in orders:
        in_cash = order.payment_method in PAID_IN_CASH
        done = fulfill_order(order_id=order.pk, actor=market.managers[order.seller_id], cash_received=in_cash)
        free_at = return_window_end(done)
        if free_at and order.payment_method == PaymentMethod.VNPAY:
            line.at(free_at, partial(release_allocation, order_id=order.pk))
    deliver_events()


def deliver_events() -> None:
    """Deliver all pending events now, and their followers; a failure stops the loading."""
    while outbox.deliver_due():
        pass
    failed = Delivery.objects.filter(done_at=None, attempts__gt=0).first()
    if failed:
        raise RuntimeError(f"{failed.handler}: {failed.last_error}")


def _place(sale: Sale, market: Market, number: int, user: User | None) -> Placed:
    for piece in sale.pieces:
        _stock_up(market.variant(piece), piece)
    checkout = create_checkout(user=user).pk
    add_lines(checkout_id=checkout, lines=[(market.variant(piece).pk, piece.quantity) for piece in sale.pieces])
    set_contact(checkout_id=checkout, buyer_name=sale.buyer.name, phone=sale.buyer.phone)
    if sale.commune:
        set_address(
            checkout_id=checkout,
            name=sale.buyer.name,
            phone=sale.buyer.phone,
            street=f"Số {number + 1} (địa chỉ mẫu)",
            unit_id=market.communes[sale.commune],
        )
    else:
        for seller_id in {market.products[piece.product.key].seller_id for piece in sale.pieces}:
            pickup = ShippingMethod.objects.get(seller=seller_id, carrier=Carrier.PICKUP, is_active=True)
            choose_delivery(checkout_id=checkout, seller_id=seller_id, method_id=pickup.pk)
    choose_payment(checkout_id=checkout, method=sale.method)
    accept_policy(checkout_id=checkout, version=POLICY_VERSION)
    return place_order(checkout_id=checkout, expected_total=None, idempotency_key=f"pilot:{checkout}", client=None)


def _pay(placed: Placed, market: Market, number: int, word: Outcome) -> None:
    """Report the result: by the sandbox for VNPay; by the bank or the seller for VietQR."""
    checkout = placed.orders[0].checkout_id
    start_payment(checkout_id=checkout, ip=SAMPLE_IP)
    if placed.orders[0].payment_method == PaymentMethod.VIETQR:
        for order in placed.orders:
            if not notify_bank_transfer(order.allocation.intent_id):
                mark_as_paid(order_id=order.pk, actor=market.managers[order.seller_id])
    else:
        attempt = Attempt.objects.get(intent_id=placed.intent_id)
        complete_attempt(reference=attempt.reference, result=_attempt_result(word, number, clock.now()))
        if settings.VNPAY_SANDBOX:
            attempt.refresh_from_db()
            know(attempt)
    deliver_events()


def _attempt_result(word: Outcome, number: int, moment: datetime) -> AttemptResult:
    code = {Outcome.SUCCEEDED: "00", Outcome.REVIEW: "07", Outcome.FAILED: "24"}[word]
    return AttemptResult(
        outcome=word,
        review_reason=PaymentReviewReason.SUSPECTED if word is Outcome.REVIEW else None,
        provider_ref=f"{90_000_000 + number}",
        response_code=code,
        paid_at=moment,
        data={"transaction_status": {"00": "00", "07": "07"}.get(code, "02"), "bank_code": "NCB"},
    )


def _stock_up(variant: Variant, piece: Piece) -> None:
    """Restock before the variant is sold out."""
    variant.refresh_from_db(fields=["on_hand", "reserved"])
    if variant.available < piece.quantity + 3:
        adjust_stock(
            variant_id=variant.pk, on_hand=variant.reserved + piece.pack.on_hand + piece.quantity + 3, actor=None
        )
