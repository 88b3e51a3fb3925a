"""Stock in real threads on PostgreSQL: nothing is oversold, no deadlock."""

from functools import partial

import pytest
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, F, Q

from catalog.models import Reservation, StockMovement, Variant
from catalog.products.filters import Filters
from catalog.products.queries import product_cards
from catalog.stock.services.commit_reservation import commit_reservation
from catalog.stock.services.release_reservation import release_reservation
from catalog.stock.services.reserve import ReservationRequest
from core.errors import DomainError
from tests import factories
from tests.catalog.stock.helpers import reserve, reserve_all
from tests.parallel import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.threads]


def test_ten_of_fifty_concurrent_buyers_reserve():
    variant = factories.make_product(stock=10)
    outcomes = at_once(
        [partial(reserve, holder_ref=f"order:{n}", quantities={variant.pk: 1}, expires_at=None) for n in range(50)]
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, DomainError)]
    assert outcomes.count(None) == 10
    assert len(refused) == 40
    assert {refusal.code for refusal in refused} == {"INSUFFICIENT_STOCK"}
    variant.refresh_from_db()
    assert (variant.on_hand, variant.reserved, Reservation.objects.count()) == (10, 10, 10)


def test_product_is_listed_as_available_exactly_while_it_is():
    """Readers see the flag of the very statement that moved the stock, whichever variants it moved."""
    first = factories.make_product(stock=1)
    packs = [first.pk, factories.make_variant(first.product, stock=1).pk]

    def buy_and_return(number: int) -> None:
        ref = f"order:{number}"
        for turn in range(4):
            try:
                reserve(holder_ref=f"{ref}-{turn}", quantities={packs[(number + turn) % 2]: 1}, expires_at=None)
            except DomainError:
                continue
            release_reservation(holder_ref=f"{ref}-{turn}")

    def read(_number: int) -> None:
        for _turn in range(20):
            cards = {card.id: card.available for card in product_cards(Filters(available=True))}
            assert cards in ({}, {first.product_id: 1}, {first.product_id: 2})
            free = ExpressionWrapper(Q(on_hand__gt=F("reserved")), output_field=BooleanField())
            assert not Variant.objects.annotate(free=free).exclude(in_stock=F("free")).exists()

    calls = [partial(read if number % 2 else buy_and_return, number) for number in range(8)]
    assert at_once(calls) == [None] * 8
    for pk in packs:
        assert [card.id for card in product_cards(Filters(available=True))] == [first.product_id]
        reserve(holder_ref=f"last:{pk}", quantities={pk: 1}, expires_at=None)
    assert product_cards(Filters(available=True)) == []


def test_two_variants_in_opposite_order_never_deadlock():
    first, second = factories.make_product(stock=100), factories.make_product(stock=100)

    def buy(number: int) -> None:
        goods = [(first.pk, 1), (second.pk, 2)]
        reserve(
            holder_ref=f"order:{number}", quantities=dict(goods if number % 2 else reversed(goods)), expires_at=None
        )

    assert at_once([partial(buy, number) for number in range(40)]) == [None] * 40
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.reserved, second.reserved) == (40, 80)


def test_all_orders_of_a_checkout_lock_as_its_orders_one_by_one():
    """Sellers are entered in the order of their ids, whatever the order of their variants' ids."""
    first, second = factories.make_seller(), factories.make_seller()
    goods = [
        factories.make_product(seller=seller, stock=100).pk for seller in (second, first)
    ]  # the later seller's first

    def together(number: int) -> None:
        with transaction.atomic():
            reserve_all([ReservationRequest(f"order:{number}-{pk}", {pk: 1}, None) for pk in goods])

    def one_by_one(number: int) -> None:
        with transaction.atomic():
            for pk in reversed(goods):
                reserve(holder_ref=f"order:{number}-{pk}", quantities={pk: 1}, expires_at=None)

    calls = [partial(together if number % 2 else one_by_one, number) for number in range(40)]
    assert at_once(calls) == [None] * 40
    assert set(Reservation.objects.values_list("variant__reserved", flat=True)) == {40}


def test_rows_referencing_variants_do_not_block_their_locks():
    """An order's lines reference their variants before the reservation locks them: that weaker lock must not cause a
    deadlock.
    """
    variants = [factories.make_product(stock=100) for _ in range(3)]

    def buy(number: int) -> None:
        with transaction.atomic():
            StockMovement.objects.bulk_create(
                StockMovement(variant=variant, delta=0, reason="adjustment", ref="line")
                for variant in (variants if number % 2 else reversed(variants))
            )
            with transaction.get_connection().cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            reserve(holder_ref=f"order:{number}", quantities={variant.pk: 1 for variant in variants}, expires_at=None)

    assert at_once([partial(buy, number) for number in range(20)]) == [None] * 20


def test_concurrent_commits_of_one_order_take_stock_once():
    variant = factories.make_product(stock=10)
    reserve(holder_ref="order:1", quantities={variant.pk: 4}, expires_at=None)
    assert at_once([partial(commit_reservation, holder_ref="order:1")] * 16) == [True] * 16
    variant.refresh_from_db()
    assert (variant.on_hand, variant.reserved) == (6, 0)


def test_concurrent_commit_and_release_end_in_one_state():
    variant = factories.make_product(stock=10)
    reserve(holder_ref="order:1", quantities={variant.pk: 4}, expires_at=None)
    calls = [partial(commit_reservation, holder_ref="order:1"), partial(release_reservation, holder_ref="order:1")] * 8
    outcomes = at_once(calls)
    assert outcomes[::2] == [True] * 8
    variant.refresh_from_db()
    assert (variant.on_hand, variant.reserved) == (6, 0)
