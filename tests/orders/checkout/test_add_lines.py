"""Which lines a cart accepts, and the messages of refusals."""

import uuid

import pytest

from catalog.models import Product
from cooperatives.models import Seller
from core.errors import NotFound
from orders.checkout.services.add_lines import add_lines
from tests.factories import make_product, make_variant
from tests.orders.helpers import cart, lines, refusal


def test_quantities_of_one_variant_are_added(market) -> None:
    checkout_id = cart([(market.mango, 2)])

    add_lines(checkout_id=checkout_id, lines=[(market.mango.pk, 3), (market.lotus.pk, 1)])

    assert lines(checkout_id) == {market.mango.pk: 5, market.lotus.pk: 1}


@pytest.mark.parametrize(
    ("quantity", "code"),
    [
        (0, "ZERO_QUANTITY"),
        (-1, "ZERO_QUANTITY"),
        (11, "INSUFFICIENT_STOCK"),
        (1_000, "QUANTITY_GREATER_THAN_LIMIT"),
        (10**30, "QUANTITY_GREATER_THAN_LIMIT"),
    ],
)
def test_invalid_quantity_is_refused(market, quantity: int, code: str) -> None:
    checkout_id = cart([(market.lotus, 1)])

    error = refusal(add_lines, checkout_id=checkout_id, lines=[(market.lotus.pk, 1), (market.mango.pk, quantity)])

    assert (error.code, error.field) == (code, "quantity")
    assert lines(checkout_id) == {market.lotus.pk: 1}


def test_refusal_names_the_remaining_stock(market) -> None:
    checkout_id = cart([(market.lotus, 3)])

    error = refusal(add_lines, checkout_id=checkout_id, lines=[(market.lotus.pk, 3)])

    assert str(error.message) == f"Hạt sen sấy, {market.lotus.name} chỉ còn 5."
    assert error.params == {"variants": {market.lotus.pk: 5}}


def test_sold_out_variant_is_refused(market) -> None:
    nothing = make_product(seller=market.household, name="Bột sen", stock=0)

    error = refusal(add_lines, checkout_id=cart([]), lines=[(nothing.pk, 1)])

    assert str(error.message) == f"Bột sen, {nothing.name} đã hết hàng."


@pytest.mark.parametrize("how", ["unpublished", "inactive", "unverified"])
def test_variant_not_on_sale_is_refused(market, how: str) -> None:
    if how == "unpublished":
        Product.objects.filter(pk=market.mango.product_id).update(is_published=False)
    elif how == "inactive":
        type(market.mango).objects.filter(pk=market.mango.pk).update(is_active=False)
    else:
        Seller.objects.filter(pk=market.cooperative.pk).update(verified_at=None, verified_by=None)
    checkout_id = cart([])

    error = refusal(add_lines, checkout_id=checkout_id, lines=[(market.mango.pk, 1)])

    assert error.code == "UNAVAILABLE_VARIANT_IN_CHANNEL"
    assert lines(checkout_id) == {}


@pytest.mark.parametrize("variant_id", [0, -5, 2**31, 2**63, 10**40])
def test_unknown_variant_is_refused(market, variant_id: int) -> None:
    assert refusal(add_lines, checkout_id=cart([]), lines=[(variant_id, 1)]).code == "NOT_FOUND"


def test_unknown_checkout_raises_not_found(market) -> None:
    with pytest.raises(NotFound):
        add_lines(checkout_id=uuid.uuid4(), lines=[(market.mango.pk, 1)])


def test_fifty_first_variant_is_refused(market) -> None:
    kinds = [make_variant(market.mango.product) for _ in range(51)]
    checkout_id = cart([(kind, 1) for kind in kinds[:50]])

    error = refusal(add_lines, checkout_id=checkout_id, lines=[(kinds[50].pk, 1)])

    assert (error.code, error.field) == ("QUANTITY_GREATER_THAN_LIMIT", "lines")
    assert len(lines(checkout_id)) == 50


def test_invalid_checkout_id_raises_not_found(market) -> None:
    with pytest.raises(NotFound):
        add_lines(checkout_id="'; DROP TABLE", lines=[(market.mango.pk, 1)])
