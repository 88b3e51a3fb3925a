"""Product cards in pages: each is rendered once, and cached by what it says (decision 24)."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from django import template
from django.template.loader import get_template
from django.utils.safestring import mark_safe

from catalog.media.presenters import PhotoUrls
from catalog.products.queries import ProductCard
from core import clock
from frontend.common.fragment_cache import FragmentCache

register = template.Library()

PLENTY = 10  # from here on a card does not say how many are left
cache = FragmentCache(4_000_000)


class Shown(NamedTuple):
    """All that the template of a card sees."""

    id: int
    slug: str
    name: str
    pack: str
    seller_name: str
    price: int
    stars: int | None
    photo: PhotoUrls | None
    left: int  # at most PLENTY
    sent_from: date


_same: Callable[[ProductCard], tuple[Any, ...]] = attrgetter(*Shown._fields[:-2])


@register.simple_tag
def product_cards(cards: Iterable[ProductCard]) -> str:
    """A list item for each card."""
    today = clock.today()
    return mark_safe("".join([_html(card, today) for card in cards]))  # noqa: S308  # of rendered templates


def _html(card: ProductCard, today: date) -> str:
    parts = (*_same(card), min(card.available, PLENTY), today + timedelta(days=card.days_to_ship))
    shown = Shown._make(parts)
    return cache.get(shown, lambda: get_template("common/product_card.html").render({"card": shown}))
