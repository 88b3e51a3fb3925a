"""The stock services: reserve, take, release, renew, return, count; each all or nothing, each idempotent."""

import pytest
from django.db import IntegrityError, InternalError, transaction

from catalog.models import Reservation, ReservationState, StockMovement, Variant
from catalog.stock.services.adjust_stock import adjust_stock
from catalog.stock.services.commit_reservation import commit_reservation
from catalog.stock.services.extend_reservation import extend_reservation
from catalog.stock.services.release_reservation import release_reservation
from catalog.stock.services.restock_reservation import restock_reservation
from core import clock
from core.errors import DomainError
from tests import factories
from tests.catalog.stock.helpers import reserve

pytestmark = pytest.mark.django_db
REF = "order:1"


def numbers(variant: Variant) -> tuple[int, int]:
    variant.refresh_from_db()
    return variant.on_hand, variant.reserved


def states() -> list[str]:
    return list(Reservation.objects.order_by("pk").values_list("state", flat=True))


def held(quantity: int = 3, **fields) -> Variant:
    variant = factories.make_product(**fields)
    reserve(holder_ref=REF, quantities={variant.pk: quantity}, expires_at=clock.now())
    return variant


def test_reservation_keeps_the_quantity_on_hand():
    assert numbers(held()) == (10, 3)
    assert StockMovement.objects.count() == 1  # the first count only


@pytest.mark.parametrize("quantity", [3, 4])
def test_second_reservation_under_the_same_reference_is_refused(quantity):
    variant = held()
    with pytest.raises(IntegrityError):
        reserve(holder_ref=REF, quantities={variant.pk: quantity}, expires_at=clock.now())
    assert numbers(variant) == (10, 3)


def test_reservation_is_all_or_nothing():
    plenty, few = factories.make_product(), factories.make_product(stock=1)
    with pytest.raises(DomainError) as refusal:
        reserve(holder_ref=REF, quantities={plenty.pk: 5, few.pk: 2}, expires_at=None)
    assert refusal.value.code == "INSUFFICIENT_STOCK"
    assert refusal.value.params == {"variants": {few.pk: 1}}
    assert (numbers(plenty), numbers(few)) == ((10, 0), (1, 0))
    assert not Reservation.objects.exists()


def test_sold_out_variant_is_refused_with_a_message():
    with pytest.raises(DomainError, match="hết hàng"):
        reserve(holder_ref=REF, quantities={factories.make_product(stock=0).pk: 1}, expires_at=None)


@pytest.mark.parametrize(
    "hide",
    [
        lambda variant: Variant.objects.update(is_active=False),
        lambda variant: type(variant.product).objects.update(is_published=False),
        lambda variant: type(variant.product.seller).objects.update(is_active=False),
        lambda variant: type(variant.product.seller).objects.update(verified_at=None, verified_by=None),
    ],
)
def test_variant_that_is_not_on_sale_cannot_be_reserved(hide):
    variant = factories.make_product()
    hide(variant)
    with pytest.raises(DomainError) as refusal:
        reserve(holder_ref=REF, quantities={variant.pk: 1}, expires_at=None)
    assert refusal.value.params == {"variants": {variant.pk: 0}}


@pytest.mark.parametrize("quantity", [0, -1, 10**12])
def test_invalid_quantity_is_refused(quantity):
    variant = factories.make_product()
    with pytest.raises(DomainError) as refusal:
        reserve(holder_ref=REF, quantities={variant.pk: quantity}, expires_at=None)
    assert refusal.value.field == "quantity"
    assert numbers(variant) == (10, 0)


def test_commit_sells_the_reserved_goods_once():
    variant = held()
    assert commit_reservation(holder_ref=REF)
    assert commit_reservation(holder_ref=REF)
    assert numbers(variant) == (7, 0)
    assert states() == [ReservationState.COMMITTED]
    assert list(StockMovement.objects.values_list("delta", "reason", "ref").order_by("pk")) == [
        (10, "adjustment", "test"),
        (-3, "sale", REF),
    ]


def test_release_makes_the_quantity_available_once():
    variant = held()
    release_reservation(holder_ref=REF)
    release_reservation(holder_ref=REF)
    assert numbers(variant) == (10, 0)
    assert states() == [ReservationState.RELEASED]


def test_release_after_commit_changes_nothing():
    variant = held()
    commit_reservation(holder_ref=REF)
    release_reservation(holder_ref=REF)
    assert numbers(variant) == (7, 0)


def test_late_payment_commits_what_is_available():
    variant = held()
    release_reservation(holder_ref=REF)
    assert commit_reservation(holder_ref=REF)
    assert numbers(variant) == (7, 0)


def test_late_payment_commits_nothing_where_one_of_two_is_short():
    plenty, few = factories.make_product(), factories.make_product(stock=2)
    reserve(holder_ref=REF, quantities={plenty.pk: 5, few.pk: 2}, expires_at=None)
    release_reservation(holder_ref=REF)
    reserve(holder_ref="order:2", quantities={few.pk: 1}, expires_at=None)
    assert not commit_reservation(holder_ref=REF)
    assert (numbers(plenty), numbers(few)) == ((10, 0), (2, 1))
    assert StockMovement.objects.count() == 2


def test_extension_reserves_again_with_the_new_deadline():
    variant, deadline = held(), clock.now()
    release_reservation(holder_ref=REF)
    extend_reservation(holder_ref=REF, expires_at=deadline)
    extend_reservation(holder_ref=REF, expires_at=deadline)
    assert numbers(variant) == (10, 3)
    assert Reservation.objects.get().expires_at == deadline
    assert states() == [ReservationState.ACTIVE]


def test_extension_is_refused_when_the_stock_was_sold():
    variant = held(10)
    release_reservation(holder_ref=REF)
    reserve(holder_ref="order:2", quantities={variant.pk: 1}, expires_at=None)
    with pytest.raises(DomainError) as refusal:
        extend_reservation(holder_ref=REF, expires_at=None)
    assert refusal.value.params == {"variants": {variant.pk: 9}}
    assert numbers(variant) == (10, 1)


def test_restock_of_a_committed_reservation_is_final():
    variant = held()
    commit_reservation(holder_ref=REF)
    restock_reservation(holder_ref=REF)
    restock_reservation(holder_ref=REF)
    assert not commit_reservation(holder_ref=REF)
    assert numbers(variant) == (10, 0)
    assert states() == [ReservationState.RESTOCKED]


def test_restock_of_an_active_reservation_changes_nothing():
    variant = held()
    restock_reservation(holder_ref=REF)
    assert numbers(variant) == (10, 3)


def test_adjustment_sets_the_number_on_hand_and_records_the_difference():
    variant = held()
    adjust_stock(variant_id=variant.pk, on_hand=25, actor=None)
    assert numbers(variant) == (25, 3)
    assert StockMovement.objects.latest("pk").delta == 15


@pytest.mark.parametrize("on_hand", [2, -1, 10**9])
def test_adjustment_below_the_reserved_number_is_refused(on_hand):
    variant = held()
    with pytest.raises(DomainError) as refusal:
        adjust_stock(variant_id=variant.pk, on_hand=on_hand, actor=None)
    assert refusal.value.field == "on_hand"
    assert numbers(variant) == (10, 3)


def test_database_refuses_overselling_and_changed_movements():
    variant = held()
    with pytest.raises(IntegrityError), transaction.atomic():
        Variant.objects.update(on_hand=2)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        StockMovement.objects.update(delta=11)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        StockMovement.objects.all().delete()
    assert numbers(variant) == (10, 3)


def test_each_service_has_a_fixed_number_of_statements(django_assert_num_queries):
    many = {factories.make_product().pk: 1 for _ in range(5)}
    with django_assert_num_queries(4):  # savepoint ×2, lock, move and insert
        reserve(holder_ref=REF, quantities=many, expires_at=None)
    with django_assert_num_queries(8):
        commit_reservation(holder_ref=REF)
