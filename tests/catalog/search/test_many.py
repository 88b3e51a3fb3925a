"""More matches than are ranked: the newest are ranked, the others follow, and the number says where it stops."""

from dataclasses import replace

import pytest
from django.test import Client

from catalog.models import Product, Variant
from catalog.search.engine import CARDS, COUNT_LIMIT
from catalog.search.postgres.ranking import CANDIDATES
from catalog.search.products import SearchPage, search_products
from tests import factories

pytestmark = pytest.mark.django_db
OLDER = 5  # than the candidates


@pytest.fixture
def products(units) -> list[Product]:
    """Matches of "ca rot", the oldest first; one of seven is sold out, the very oldest is spelt "cà rốt"."""
    first = factories.make_product(name="Cà rốt").product
    rows = [
        Product(
            seller=first.seller, category=first.category, name="Ca rot", slug=f"ca-rot-{number}", name_fold="ca rot",
            name_sort="ca rot", search_exact="ca rot", price_from=1_000 + number % 50, is_published=True,
        )
        for number in range(CANDIDATES + OLDER - 1)
    ]  # fmt: skip
    stored = [first, *Product.objects.bulk_create(rows)]
    Variant.objects.bulk_create(
        Variant(
            product=product, name="Túi", sku=f"C{product.pk}", price=product.price_from, weight_g=1_000,
            on_hand=1 if product.pk % 7 else 0,
        )
        for product in stored[1:]
    )  # fmt: skip
    return stored


def pages(**options) -> tuple[list[int], list[SearchPage]]:
    """The ids of all results, read page by page, and the pages."""
    ids, read, after = [], [], None
    while True:
        page = search_products(after=after, limit=100, **options)
        ids += [card.id for card in page.cards]
        read.append(page)
        after = page.next_cursor
        if after is None:
            return ids, read


def test_all_matches_are_reached_the_newest_ranked(products):
    ids, read = pages(text="ca rot")
    newest = [product.pk for product in reversed(products)]
    ranked, older = newest[:CANDIDATES], newest[CANDIDATES:]
    in_stock = [pk for pk in ranked if pk % 7]
    assert ids == in_stock + [pk for pk in ranked if not pk % 7] + older
    assert {page.more_than for page in read} == {COUNT_LIMIT}


def test_last_ranked_page_that_is_full_is_not_the_last(products):
    size = 77
    assert CANDIDATES % size == 0
    after = None
    for _ in range(CANDIDATES // size):
        page = search_products("ca rot", after=after, limit=size)
        after = page.next_cursor
        assert (len(page.cards), after is None) == (size, False)
    assert len(search_products("ca rot", after=after).cards) == OLDER


@pytest.mark.parametrize("sort", ["relevance", "new", "price", "-price"])
def test_list_of_all_products_reaches_each_once(products, sort):
    ids, read = pages(sort=sort)
    prices = {product.pk: product.price_from or 0 for product in Product.objects.all()}
    sold_out = set(Variant.objects.filter(on_hand=0).values_list("product_id", flat=True))
    order = {
        "relevance": lambda pk: (pk in sold_out, -pk), "new": lambda pk: -pk,
        "price": lambda pk: (prices[pk], pk), "-price": lambda pk: (-prices[pk], -pk),
    }  # fmt: skip
    assert ids == sorted(prices, key=order[sort])
    assert read[0].more_than == COUNT_LIMIT


@pytest.mark.parametrize("text", ["", "ca rot"])
def test_exact_number_is_counted_for_those_who_ask(products, text):
    page = search_products(text, shown=replace(CARDS, count=None))
    assert page.total == CANDIDATES + OLDER


def test_page_beyond_the_counted_number_shows_hon(products, client: Client):
    assert "Hơn 1.000 món" in client.get("/tim", {"q": "ca rot"}).content.decode()
    assert "Hơn 1.000 món" in client.get("/tim").content.decode()
