"""Each shown field of each shown model is changed; every kind of page and answer that is cached then shows it."""

import base64
import json
from collections.abc import Callable

import pytest
from django.db import models
from django.test import Client

from catalog.models import Variant
from core.response_cache import middleware
from indicators.models import Fact
from tests.core.response_cache.test_shown_fields import SHOWN, _change, _free_copy, fields_of, rows
from tests.market import find

pytestmark = [
    pytest.mark.usefixtures("market_database", "listener"),
    pytest.mark.django_db(transaction=True),
]
PRODUCT = (
    "id name slug summary description origin storage seasonMonths daysToShip ocopStars isSample created updatedAt"
    " category { id name slug } seller { id name } pricing { priceRange { start { gross { amount } } } }"
    " variants { id sku name } media { url alt }"
)
QUERIES = {
    "products": "{ products(first: 5) { totalCount edges { node { " + PRODUCT + " } } } }",
    "product": '{ product(id: "%s") { ' + PRODUCT + " } }",
    "categories": "{ categories { name } }",
}


def asks() -> dict[str, Callable[..., tuple[int, str, bytes]]]:
    """Every kind of page and answer that is cached."""
    market = find()
    product, seller = market.mango.product, market.household
    paths = {
        "home": "/", "list": "/tim", "search": "/tim?q=xoai", "category": f"/tim?nhom={product.category.slug}",
        "product": f"/hang/{product.slug}-{product.pk}/", "seller": f"/nguoi-ban/{seller.slug}/",
        "policy": "/chinh-sach/doi-tra/",
    }  # fmt: skip
    key = base64.b64encode(f"Product:{product.pk}".encode()).decode()
    bodies = {name: json.dumps({"query": text.replace("%s", key)}) for name, text in QUERIES.items()}
    return {name: lambda path=path: _seen(Client().get(path)) for name, path in paths.items()} | {
        f"GraphQL {name}": lambda body=body: _seen(Client().post("/graphql/", body, "application/json"))
        for name, body in bodies.items()
    }


def _seen(answer) -> tuple[int, str, bytes]:
    return answer.status_code, answer.headers.get("Location", ""), answer.content


@pytest.mark.parametrize("model", [model for model in SHOWN if model is not Fact], ids=lambda model: model.__name__)
def test_every_page_and_answer_shows_each_change(model: type[models.Model], informed: Callable[[], None]) -> None:
    rows()
    kinds = asks()
    if model is Variant:
        _free_copy(Variant.objects.order_by("pk").first())  # a product is left without a variant by no deed
    hidden = SHOWN[model][1]
    behind = []
    for field in fields_of(model):
        if field.name in hidden or getattr(field, "generated", False):
            continue
        row = model.objects.order_by("pk").first()
        change = _change(model, field, row)
        informed()
        for ask in kinds.values():
            ask()  # cached, of before the change
        before = getattr(row, field.attname)
        model.objects.filter(pk=row.pk).update(**change)
        informed()
        seen = {kind: ask() for kind, ask in kinds.items()}
        middleware.store.clear()
        behind += [(field.name, kind) for kind, ask in kinds.items() if ask() != seen[kind]]
        model.objects.filter(pk=row.pk).update(**{field.attname: before})
    assert behind == []
    assert len(middleware.store) > 0
