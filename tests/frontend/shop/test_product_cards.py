"""Cached product cards: a card says anything else as soon as what it shows is anything else."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.utils import translation

from catalog.media.presenters import PhotoUrls
from catalog.products.queries import ProductCard
from core import clock
from frontend.templatetags.product_cards import cache, product_cards

PHOTO = PhotoUrls(1, "/1.jpg", "/1.webp 320w", "/1.jpg 320w", 320, 240, "#f3e6c4", "Xoài chín", False)
CARD = ProductCard(
    id=7, slug="xoai", name="Xoài", pack="Thùng 5 kg", variant_id=1, price=245_000, price_per_kg=49_000, packs=2,
    available=50, stars=3, photo=PHOTO, seller_id=1, seller_name="HTX mẫu", seller_slug="htx", seller_place="Xã Mỹ Thọ",
    category_name="Trái cây", season_months=[11], days_to_ship=2, ships_text="Gửi sau 2 ngày", is_sample=False,
)  # fmt: skip
SHOWN: dict[str, Any] = {
    "id": 8, "slug": "xoai-2", "name": "Xoài <b>", "pack": "Túi 1 kg", "seller_name": "Hộ mẫu", "price": 245_001,
    "available": 9, "stars": 4, "days_to_ship": 3,
}  # fmt: skip
OF_THE_PHOTO: dict[str, Any] = {
    "src": "/2.jpg", "srcset_webp": "/2.webp 320w", "srcset_jpeg": "/2.jpg 320w", "width": 640, "height": 480,
    "colour": "#000000", "is_illustration": True,
}  # fmt: skip
CHANGED = [
    *[replace(CARD, **{name: value}) for name, value in SHOWN.items()],
    *[replace(CARD, photo=replace(PHOTO, **{name: value})) for name, value in OF_THE_PHOTO.items()],
    *[replace(CARD, photo=None), replace(CARD, stars=None), replace(CARD, available=0), replace(CARD, available=1)],
]
NOON = datetime(2026, 11, 22, 12, tzinfo=clock.VIETNAM)


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    cache.clear()
    with time_machine.travel(NOON, tick=False):
        yield
    cache.clear()


@pytest.mark.parametrize("changed", CHANGED)
def test_any_shown_field_changes_the_html(changed: ProductCard) -> None:
    before, after = product_cards([CARD]), product_cards([changed])
    assert before != after
    assert product_cards([CARD, changed, CARD]) == before + after + before
    cache.clear()
    assert product_cards([changed]) == after


def test_every_field_of_a_card_is_tried_or_not_shown() -> None:
    hidden = {
        "variant_id": 9, "price_per_kg": 9, "packs": 9, "seller_id": 9, "seller_slug": "x", "seller_place": "Y",
        "category_name": "Z", "season_months": [1], "ships_text": "W", "is_sample": True,
    }  # fmt: skip
    assert {*hidden, *SHOWN, "photo"} == {*ProductCard.__dataclass_fields__}
    assert product_cards([replace(CARD, **hidden)]) == product_cards([CARD])
    assert len(cache) == 1


def test_language_and_day_change_the_html() -> None:
    today = product_cards([CARD])
    with translation.override("en"):
        assert product_cards([CARD]) != today
    with time_machine.travel(NOON.replace(day=23), tick=False):
        assert product_cards([CARD]) != today
    assert product_cards([CARD]) == today


def test_what_sellers_write_is_escaped() -> None:
    evil = replace(CARD, name="<script>", pack='"><i>', seller_name="<b>", photo=replace(PHOTO, colour='"><u>'))
    html = product_cards([evil])
    assert not [tag for tag in ("<script>", "<i>", "<b>", "<u>") if tag in html]


def test_stock_that_is_not_shown_needs_no_new_html() -> None:
    product_cards([replace(CARD, available=left) for left in range(10, 60)])
    assert len(cache) == 1
