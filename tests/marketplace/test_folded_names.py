"""The admin's search finds a stored name by each of its spellings."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import RequestFactory

from catalog.models import Product
from cooperatives.models import Seller
from places.models import Unit
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(units) -> Product:
    seller = factories.make_seller(name="HTX Quý Lộc", unit=units["30076"])
    return factories.make_product(seller=seller, name="Ðậu phộng Mỹ Thọ").product


@pytest.mark.parametrize(
    ("model", "typed"),
    [(Product, "đậu phộng mĩ"), (Product, "quí lộc"), (Seller, "quí lộc"), (Seller, "QUÝ"), (Unit, "Mĩ Xương")],
)
def test_admin_search_matches_every_spelling(product: Product, model: type, typed: str) -> None:
    page: Any = admin.site.get_model_admin(model)
    matches, _ = page.get_search_results(RequestFactory().get("/"), model.objects.all(), typed)
    assert matches.count() == 1
