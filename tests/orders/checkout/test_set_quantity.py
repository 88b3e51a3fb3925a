"""Changing the quantity of a line, and removing it."""

from catalog.models import Product
from orders.checkout.services.set_quantity import set_quantity
from tests.orders.helpers import cart, lines, refusal


def test_quantity_is_set_and_zero_removes_the_line(market) -> None:
    checkout_id = cart([(market.mango, 2), (market.lotus, 1)])

    set_quantity(checkout_id=checkout_id, variant_id=market.mango.pk, quantity=7)
    set_quantity(checkout_id=checkout_id, variant_id=market.lotus.pk, quantity=0)

    assert lines(checkout_id) == {market.mango.pk: 7}


def test_withdrawn_product_can_be_removed(market) -> None:
    checkout_id = cart([(market.mango, 2)])
    Product.objects.filter(pk=market.mango.product_id).update(is_published=False)

    set_quantity(checkout_id=checkout_id, variant_id=market.mango.pk, quantity=0)

    assert lines(checkout_id) == {}


def test_unknown_line_or_invalid_quantity_is_refused(market) -> None:
    checkout_id = cart([(market.mango, 2)])

    assert refusal(set_quantity, checkout_id=checkout_id, variant_id=market.lotus.pk, quantity=1).code == "NOT_FOUND"
    assert refusal(set_quantity, checkout_id=checkout_id, variant_id=2**70, quantity=1).code == "NOT_FOUND"
    negative = refusal(set_quantity, checkout_id=checkout_id, variant_id=market.mango.pk, quantity=-1)
    assert negative.code == "ZERO_QUANTITY"
    assert lines(checkout_id) == {market.mango.pk: 2}
