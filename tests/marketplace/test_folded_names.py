"""Every room folds its stored names by the one fold: in its migration, and in the admin's search."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import RequestFactory

from catalog.models import Product
from catalog.products import denormalized
from cooperatives.models import Seller
from places.models import Unit
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(units) -> Product:
    seller = factories.make_seller(name="HTX Quý Lộc", unit=units["30076"])
    return factories.make_product(seller=seller, name="Ðậu phộng Mỹ Thọ").product


def _run(room: str, migration: str) -> None:
    import_module(f"{room}.migrations.{migration}").fold_names(apps, None)


def test_migrations_fold_what_was_stored_by_the_older_fold(product: Product) -> None:
    unit = Unit.objects.get(code="30076")
    Unit.objects.update(name_fold="xx", search_fold="xx", name_sort="xx")
    Seller.objects.update(name_fold="htx quy loc")
    Product.objects.update(name_fold="au phong my tho", search_fold="", search_exact="", slug="au-phong-my-tho")
    _run("places", "0002_fold_names")
    _run("cooperatives", "0004_fold_names")
    _run("catalog", "0006_fold_names")
    unit.refresh_from_db()
    product.refresh_from_db()
    assert (unit.name_fold, unit.search_fold) == ("mi tho", "xa mi tho tinh dong thap mitho")
    assert Unit.objects.get(code="30121").search_fold == "xa mi xuong tinh dong thap mixuong"
    assert product.seller.name_fold == "htx qui loc"
    assert (product.name_fold, product.slug) == ("dau phong mi tho", "dau-phong-my-tho")
    assert list(denormalized.stale(Product.objects.all())) == []


@pytest.mark.parametrize(
    ("model", "typed"),
    [(Product, "đậu phộng mĩ"), (Product, "quí lộc"), (Seller, "quí lộc"), (Seller, "QUÝ"), (Unit, "Mĩ Xương")],
)
def test_the_admin_finds_every_spelling(product: Product, model: type, typed: str) -> None:
    page = admin.site.get_model_admin(model)
    found, _ = page.get_search_results(RequestFactory().get("/"), model.objects.all(), typed)
    assert found.count() == 1
