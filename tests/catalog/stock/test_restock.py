"""Returned goods are in stock again; the movements record the reason."""

import pytest

from catalog.models import StockMovement
from catalog.stock.services.restock import restock
from core import integrity
from tests.factories import make_product

pytestmark = pytest.mark.django_db


def test_restocked_goods_are_on_hand_with_the_reason() -> None:
    mango, lotus = make_product(price=120_000, stock=4), make_product(price=80_000, stock=1)

    restock(quantities={mango.pk: 2, lotus.pk: 1}, ref="return:1")

    for variant, on_hand in ((mango, 6), (lotus, 2)):
        variant.refresh_from_db()
        assert (variant.on_hand, variant.reserved) == (on_hand, 0)
    moved = StockMovement.objects.filter(ref="return:1").order_by("variant")
    assert list(moved.values_list("variant", "delta", "reason")) == [
        (mango.pk, 2, "return"), (lotus.pk, 1, "return"),
    ]  # fmt: skip
    names = ("catalog.sold-equals-committed-reservations", "catalog.reserved-equals-active-reservations")
    assert [result for result in integrity.check_integrity() if result["invariant"] in names and not result["ok"]] == []
