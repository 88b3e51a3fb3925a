"""Products in the API: pagination, and a fixed number of SQL statements."""

from typing import Any

import pytest

from core.graphql.ids import to_global_id
from tests.api.conftest import Ask
from tests.factories import make_category, make_product, make_seller, make_variant

pytestmark = pytest.mark.django_db

LIST = """query ($first: Int, $after: String, $where: ProductWhereInput, $sort: ProductOrder) {
  products(first: $first, after: $after, where: $where, sortBy: $sort) {
    totalCount pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor node { id name slug } } } }"""
EVERYTHING = """{ products(first: 50) { edges { node { id name slug summary ocopStars
  category { name ocopGroup } seller { name kind commune { code province } }
  pricing { priceFrom { gross { amount } } } media { url alt }
  variants { id name sku quantityAvailable pricing { price { gross { amount } } pricePerKg { amount } } } } } } }"""


def names(page: dict[str, Any]) -> list[str]:
    return [edge["node"]["name"] for edge in page["edges"]]


def test_pages_show_each_product_once(ask: Ask) -> None:
    seller = make_seller()
    for number in range(5):
        make_product(seller=seller, name=f"Xoài {number}", price=100_000 + number * 1_000)
    seen, after = [], None
    for more in (True, True, False):
        page = ask(LIST, first=2, after=after, sort={"field": "PRICE", "direction": "DESC"})["products"]
        assert (page["totalCount"], page["pageInfo"]["hasNextPage"]) == (5, more)
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        seen += names(page)
        after = page["pageInfo"]["endCursor"]
        assert after == page["edges"][-1]["cursor"]
    assert seen == ["Xoài 4", "Xoài 3", "Xoài 2", "Xoài 1", "Xoài 0"]


def test_where_filters_the_products(ask: Ask) -> None:
    goods = make_category(slug="gao-hat")
    rice = make_product(name="Gạo", category=goods)
    make_product(name="Xoài", stock=0)
    assert names(ask(LIST, where={"category": "gao-hat"})["products"]) == ["Gạo"]
    assert names(ask(LIST, where={"isAvailable": True})["products"]) == ["Gạo"]
    seller = to_global_id("Seller", rice.product.seller_id)
    assert names(ask(LIST, where={"seller": seller})["products"]) == ["Gạo"]
    assert names(ask(LIST, where={"minOcopStars": 3})["products"]) == []


def test_products_not_on_sale_are_hidden(ask: Ask) -> None:
    hidden = make_product(name="Của người chưa xác minh", seller=make_seller(verified=False))
    shown = make_product(name="Xoài", slug="xoai")
    assert names(ask(LIST)["products"]) == ["Xoài"]
    one = "query ($id: ID, $slug: String) { product(id: $id, slug: $slug) { name } }"
    assert ask(one, id=to_global_id("Product", hidden.product_id)) == {"product": None}
    assert ask(one, slug=hidden.product.slug) == {"product": None}
    assert ask(one, slug="xoai") == {"product": {"name": "Xoài"}}
    assert ask(one, id=to_global_id("Product", shown.product_id)) == {"product": {"name": "Xoài"}}


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"first": 101}, "INVALID"),
        ({"first": -1}, "INVALID"),
        ({"after": "bm90IG91cnM"}, "INVALID"),
        ({"where": {"seller": "U2VsbGVyOic7RFJPUA=="}}, "NOT_FOUND"),
    ],
)
def test_invalid_arguments_are_refused(refusal: Any, variables: dict[str, Any], code: str) -> None:
    assert refusal(LIST, **variables) == (200, code)


def test_statement_count_does_not_depend_on_the_page(ask: Ask, django_assert_num_queries: Any) -> None:
    for _ in range(2):
        make_variant(make_product(seller=make_seller()).product)
    # the page with categories, sellers, communes, photos and variants
    with django_assert_num_queries(1):
        ask(EVERYTHING)
    for _ in range(6):
        make_variant(make_product(seller=make_seller()).product)
    with django_assert_num_queries(1):
        assert len(ask(EVERYTHING)["products"]["edges"]) == 8


def test_null_page_size_is_the_default(ask: Ask) -> None:
    make_product(name="Xoài")
    assert names(ask(LIST, first=None)["products"]) == ["Xoài"]


@pytest.mark.parametrize("after", [None, ""])
def test_empty_cursor_is_the_first_page(ask: Ask, after: str | None) -> None:
    make_product(name="Xoài")
    page = ask(LIST, after=after)["products"]
    assert (names(page), page["pageInfo"]["hasPreviousPage"]) == (["Xoài"], False)


@pytest.mark.parametrize("key", ["id", "slug"])
def test_product_is_read_in_one_statement(ask: Ask, django_assert_num_queries: Any, key: str) -> None:
    variant = make_product(name="Xoài", slug="xoai")
    for _ in range(2):
        make_variant(variant.product)
    value = {"id": to_global_id("Product", variant.product_id), "slug": "xoai"}[key]
    kind = {"id": "ID", "slug": "String"}[key]
    fields = EVERYTHING.partition("node { ")[2].removesuffix(" } } } }")
    document = f"query ($value: {kind}) {{ product({key}: $value) {{ {fields} }} }}"
    with django_assert_num_queries(1):
        product = ask(document, value=value)["product"]
    assert (product["name"], len(product["variants"])) == ("Xoài", 3)
