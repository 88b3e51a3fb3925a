"""The goods of the bench: as many rows as promised, the same each time, and without a fault."""

import pytest

from bench import goods
from catalog.models import Certificate, Photo, Product, StockMovement, Variant
from catalog.products.queries import product_cards
from core.integrity import check_integrity
from tests.factories import make_units, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded(settings: pytest.FixtureRequest, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path
    make_units()
    make_user()
    goods.load(20)


def test_goods_are_those_promised() -> None:
    assert Product.objects.count() == 20
    assert Variant.objects.count() == 60
    assert Photo.objects.count() == sum(number % 3 + 1 for number in range(1, 21))
    assert Certificate.objects.count() == 4
    assert StockMovement.objects.count() == 60 - 3 - 2  # product 20 is sold out, of product 1 two variants are
    cards = product_cards()
    assert [card.name for card in cards] == [goods.name_of(number) for number in range(20, 0, -1)]
    assert [card.name for card in cards if card.available == 0] == [goods.name_of(20)]
    assert cards[0].price == goods.price_of(20, 0)


def test_goods_can_be_continued() -> None:
    goods.load(30, 21)
    assert [card.name for card in product_cards(limit=11)] == [goods.name_of(number) for number in range(30, 19, -1)]


def test_goods_pass_the_integrity_checks() -> None:
    assert [result for result in check_integrity() if not result["ok"]] == []
