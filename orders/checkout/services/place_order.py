"""Turn a checkout into orders: one per seller, with reserved goods and the payments that they wait for."""

from collections.abc import Callable, Collection
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from core.errors import DomainError
from core.idempotency import ONCE, answered, mismatch, request_hash
from core.rows import violated_constraint
from orders.checkout.fetch import fetch_seller_groups
from orders.checkout.limits import Client, consume_placing, refund_phone
from orders.checkout.payment_requests import Start
from orders.checkout.placing import Choice, Placed, Placing, Shown, place_groups
from orders.checkout.unproven import is_proven
from orders.identifiers import CODE_ONCE, read_uuid
from orders.locks import lock_checkout, lock_goods
from orders.models import Checkout, Order
from shipping.quotes.queries import QuoteSource
from shipping.quotes.services.quote_parcels import run_with_quotes

T = TypeVar("T")


def place_order(
    *,
    checkout_id: UUID | str,
    expected_total: int | None,
    idempotency_key: str,
    client: Client | None,
    quote_ids: Collection[int] | None = None,
    start: Start | None = None,
    choice: Choice | None = None,
    known: Checkout | None = None,
) -> Placed:
    """Create the unpaid orders of a checkout in one transaction. A checkout placed before returns its orders.

    `expected_total` is the sum (đồng) that the buyer saw, `quote_ids` are the shipping quotes; None: what is in force
    now. `client` is None for the system itself, which has no limits. With `start` the payments are started in the same
    transaction, unless the checkout was placed before; where a provider refuses to start one, the orders stand.
    `choice` is what the buyer chooses and agrees to by placing. `known` is the checkout where the caller has read it.

    Raises DomainError: the problems of the checkout (problems.py), INSUFFICIENT_STOCK with the goods, PRICE_CHANGED if
    the total has changed, SHIPPING_QUOTE_EXPIRED if a quote expired or belongs to another parcel, IDEMPOTENCY_MISMATCH
    if the key was used for another checkout, TOO_MANY_REQUESTS, UNPROVEN_ORDERS_LIMIT, UNPROVEN_STOCK_LIMIT; or
    NotFound. On refusal only the attempt is counted, so with a client this must not run inside a transaction that may
    be rolled back. No carrier is called inside the transaction: if a quote is missing, the transaction is rolled back
    and repeated with new quotes.
    """
    shown = Shown(expected_total, None if quote_ids is None else frozenset(quote_ids))
    placing = Placing(shown, client, start, choice or Choice())
    phone = _consume(checkout_id, client, known) if client else ""
    try:
        return run_with_quotes(
            lambda quote: with_new_codes(lambda: _place_once(checkout_id, idempotency_key, placing, quote))
        )
    except DomainError:
        refund_phone(phone)
        raise


def _consume(checkout_id: UUID | str, client: Client, known: Checkout | None) -> str:
    """Count the attempt, unless it repeats a placed checkout. Returns the phone for which it was counted."""
    checkout = known or Checkout.objects.filter(pk=read_uuid(checkout_id)).first()
    if checkout is None or checkout.placed_at is not None:
        return ""
    proven = is_proven(checkout, client)
    consume_placing(client, checkout.phone, proven=proven)
    return "" if proven else checkout.phone


def with_new_codes(place: Callable[[], T]) -> T:
    """The result of a transaction that places orders, repeated where another order has one of the drawn codes."""
    while True:
        try:
            return place()
        except IntegrityError as error:
            if violated_constraint(error) != CODE_ONCE:
                raise


def _place_once(checkout_id: UUID | str, idempotency_key: str, placing: Placing, quote: QuoteSource) -> Placed:
    with transaction.atomic():
        checkout = lock_checkout(checkout_id)
        if checkout.placed_at is not None:
            return placed_before(checkout.pk)
        lock_goods(checkout)
        groups = fetch_seller_groups(checkout, quote)
        digest = request_hash(str(checkout.pk), placing.shown.total)
        try:
            return place_groups(
                checkout,
                groups,
                placing,
                lambda orders: answered(
                    "orders.place_order", idempotency_key, digest, {"orders": [str(order.pk) for order in orders]}
                ),
            )
        except IntegrityError as error:  # this checkout was not placed: another one was, under this key
            if violated_constraint(error) == ONCE:
                raise mismatch() from error
            raise


def placed_before(checkout_id: UUID) -> Placed:
    """The orders of a checkout that was placed, and their payments (one statement)."""
    orders = Order.objects.filter(checkout=checkout_id).select_related("seller", "allocation").order_by("seller_id")
    intents = dict.fromkeys(order.allocation.intent_id for order in orders if hasattr(order, "allocation"))
    return Placed(orders=list(orders), intent_ids=list(intents))
