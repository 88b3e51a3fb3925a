"""Every change in the admin writes an audit entry with the values before and after."""

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory

from accounts.audited_admin import Audited
from accounts.models import AccountReset, AuditEntry, Membership, User
from catalog.models import Category
from indicators.definitions.services.load_definitions import load_definitions
from indicators.models import Definition
from tests.admin import page_of
from tests.factories import make_category, make_officer

# Their pages call services, which write their own audit entries: tests/accounts/test_admin.py.
BY_SERVICES = {User, Membership, AccountReset}


@pytest.fixture
def operator(db: None) -> User:
    return make_officer("operator", is_superuser=True)


@pytest.fixture
def browser(operator: User) -> Client:
    client = Client()
    client.force_login(operator)
    return client


def test_every_writable_admin_page_is_audited(operator: User) -> None:
    request = RequestFactory().get("/")
    request.user = operator
    writable = {
        model
        for model, page in admin.site._registry.items()
        if page.has_add_permission(request)
        or page.has_change_permission(request)
        or page.has_delete_permission(request)
    }
    unaudited = {model for model in writable if not isinstance(admin.site._registry[model], Audited)}
    assert unaudited == BY_SERVICES
    inlines = [inline(model, admin.site) for model in writable for inline in admin.site._registry[model].inlines]
    assert [type(each) for each in inlines if each.has_change_permission(request)] == []


def test_edit_is_recorded_with_values_before_and_after(browser: Client, operator: User) -> None:
    category = make_category(name="Trái cây", position=7)
    form = {"slug": category.slug, "name": "Trái cây tươi", "ocop_group": 1, "position": 7}
    assert browser.post(page_of(category), form).status_code == 302
    entry = AuditEntry.objects.get(action="catalog.category.edit")
    assert (entry.actor, entry.object_ref) == (operator, f"catalog.Category:{category.pk}")
    assert (entry.before, entry.after) == ({"name": "Trái cây"}, {"name": "Trái cây tươi"})


def test_addition_is_recorded(browser: Client) -> None:
    form = {"slug": "rau", "name": "Rau", "ocop_group": 1, "position": 900}
    assert browser.post("/quan-tri/catalog/category/add/", form).status_code == 302
    entry = AuditEntry.objects.get(action="catalog.category.add")
    assert (entry.before, entry.after["name"]) == ({}, Category.objects.get(slug="rau").name)


def test_deletion_is_recorded_with_the_former_values(browser: Client) -> None:
    load_definitions()
    definition = Definition.objects.order_by("pk")[0]
    assert browser.post(page_of(definition, "delete"), {"post": "yes"}).status_code == 302
    entry = AuditEntry.objects.get(action="indicators.definition.delete")
    assert (entry.before["code"], entry.before["effective_from"]) == (
        definition.code,
        definition.effective_from.isoformat(),
    )
    assert entry.after == {}


def test_refused_edit_records_nothing(browser: Client) -> None:
    category = make_category(name="Trái cây")
    assert browser.post(page_of(category), {"slug": "", "name": "x"}).status_code == 200
    assert not AuditEntry.objects.filter(action__startswith="catalog.").exists()
