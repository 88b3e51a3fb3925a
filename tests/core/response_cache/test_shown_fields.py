"""Every field of every model of the shop is listed as shown to guests or not, and a change of a shown one is seen."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from accounts.models import User
from catalog.models import Category, Certificate, Photo, Product, Variant
from cooperatives.models import Seller
from core import clock
from core.response_cache.scopes import SCOPES, Scope
from core.response_cache.versions import read_versions
from indicators.figures.queries import FORMULAS
from indicators.models import Definition, Fact
from places.models import Address, Unit
from shipping.models import Rate, ShippingMethod
from tests.market import find

pytestmark = [pytest.mark.usefixtures("market_database"), pytest.mark.django_db]

FORMULA = next(iter(FORMULAS))
# {model: (scope, fields that no guest is shown)}. All other fields are shown.
SHOWN: dict[type[models.Model], tuple[Scope, set[str]]] = {
    Category: (Scope.CATALOG, set()),
    Product: (Scope.CATALOG, {"search"}),  # generated from shown ones
    Variant: (Scope.CATALOG, set()),
    Photo: (Scope.CATALOG, set()),
    Certificate: (Scope.CATALOG, {"submitted_at", "verified_by", "refusal"}),
    Seller: (Scope.SELLERS, {"name_fold", "email", "payee_ref", "created_at"}),
    ShippingMethod: (Scope.SELLERS, set()),
    Rate: (Scope.SELLERS, set()),
    Unit: (
        Scope.SELLERS,
        {"name_fold", "name_sort", "legal_basis", "latitude", "longitude", "search_fold", "search"},
    ),
    Address: (Scope.SELLERS, {"name", "phone", "old_unit", "created_at"}),
    User: (
        Scope.SELLERS,
        {
            field.name
            for field in User._meta.concrete_fields
            if not field.primary_key and field.name not in ("full_name", "is_demo")
        },
    ),
    Definition: (Scope.FIGURES, {"target_source", "legal_basis"}),
    Fact: (Scope.FIGURES, set()),  # append-only: only new rows
}
# Rooms whose models no cached page or answer reads, and models of the other rooms that none reads.
NOT_SHOWN_ROOMS = {"payments", "orders", "sandbox", "marketplace", "frontend", "core"}
NOT_SHOWN = {
    "AccountReset", "AuditEntry", "Authenticator", "CooperativeMember", "Membership", "PasswordLink",
    "ProduceDeclaration", "RecoveryCode", "RefreshTokenFamily", "Reservation", "SecurityNotice", "SellerMembership",
    "Session", "ShippingQuote", "StockMovement", "Succession",
}  # fmt: skip


def another(field: Any, value: Any) -> Any:
    """A value of the field other than this one."""
    if field.choices:
        return next(key for key, _label in field.flatchoices if key != value)
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case datetime():
            return value + timedelta(days=1)
        case date():
            return value + timedelta(days=40)
        case str():
            return f"{value[:2]}z" if value != f"{value[:2]}z" else f"{value[:2]}y"
        case list():
            return [*value, 7]
    return {"DateTimeField": clock.now(), "DateField": clock.today()}.get(field.get_internal_type(), 1)


def rows() -> None:
    """A row of every shown model; one active delivery method with one rate, which may take any carrier and zone."""
    market, officer = find(), User.objects.first()
    ShippingMethod.objects.exclude(pk=ShippingMethod.objects.order_by("pk").first().pk).update(is_active=False)
    Rate.objects.exclude(pk=Rate.objects.order_by("pk").first().pk).delete()
    today = clock.today()
    Photo.objects.create(
        product=market.mango.product, key="products/a", width=640, height=480, widths=[320, 640], colour="#ffffff",
        alt="Xoài",
    )  # fmt: skip
    Certificate.objects.create(
        product=market.mango.product, group=1, stars=4, decision_no="1/QĐ", authority="UBND", issued_on=today,
        expires_on=today + timedelta(days=900), verified_at=clock.now(), verified_by=officer,
    )  # fmt: skip
    Definition.objects.get_or_create(
        code="more", effective_from=date(2026, 1, 1),
        defaults={"name": "x", "numerator": "x", "unit": "%", "formula": FORMULA},
    )  # fmt: skip


def fields_of(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def test_every_model_of_the_shop_is_listed() -> None:
    models_of_rooms = {
        model
        for room in settings.ROOMS
        if room not in NOT_SHOWN_ROOMS
        for model in apps.get_app_config(room).get_models()
    }
    assert {model.__name__ for model in models_of_rooms - {*SHOWN}} == NOT_SHOWN


def test_every_listed_field_exists() -> None:
    for model, (_scope, hidden) in SHOWN.items():
        assert hidden <= {field.name for field in fields_of(model)}, model


@pytest.mark.parametrize("model", [model for model in SHOWN if model is not Fact], ids=lambda model: model.__name__)
def test_change_of_each_shown_field_moves_its_scope(model: type[models.Model]) -> None:
    rows()
    scope, hidden = SHOWN[model]
    wrong = []
    for field in fields_of(model):
        if getattr(field, "generated", False):
            continue
        row = model.objects.order_by("pk").first()
        change = _change(model, field, row)
        moved = moved_by(lambda row=row, change=change: model.objects.filter(pk=row.pk).update(**change))
        if moved != (set() if field.name in hidden else {scope}):
            wrong.append((field.name, moved))
    assert wrong == []


def moved_by(act: Callable[[], object]) -> set[Scope]:
    """The scopes that a transaction with this act moves; the act is taken back."""
    with transaction.atomic():
        with connection.cursor() as cursor:  # as at the beginning of a transaction
            cursor.execute("SELECT set_config('choxa.changed', '', true)")
        before = read_versions()
        act()
        now = read_versions()
        transaction.set_rollback(True)
    return {scope for scope, old, new in zip(SCOPES, before, now, strict=True) if new != old}


# Where the tables' constraints refuse `another` value.
SPECIAL: dict[tuple[type[models.Model], str], Callable[[Any], dict[str, Any]]] = {
    (Seller, "verified_at"): lambda row: {"verified_at": row.verified_at + timedelta(days=1)},
    (Variant, "reserved"): lambda row: {"reserved": row.reserved + 1},
    (Certificate, "stars"): lambda row: {"stars": 5},
    (Certificate, "issued_on"): lambda row: {"issued_on": row.issued_on - timedelta(days=1)},
    (Definition, "effective_from"): lambda row: {"effective_from": date(2025, 12, 1)},
    (Definition, "effective_to"): lambda row: {"effective_to": date(2027, 1, 1)},
    (Definition, "formula"): lambda row: {"formula": next(one for one in FORMULAS if one != row.formula)},
    (Definition, "target"): lambda row: {"target": 5, "target_source": "x"},
    (User, "phone"): lambda row: {"phone": "0911111111"},
    (User, "email"): lambda row: {"email": "ai@example.vn"},
}


def _change(model: type[models.Model], field: Any, row: Any) -> dict[str, Any]:
    """An allowed update that changes this field."""
    if special := SPECIAL.get((model, field.name)):
        return special(row)
    if not field.is_relation:
        return {field.name: another(field, getattr(row, field.name))}
    others = field.related_model._default_manager.exclude(pk=getattr(row, field.attname))
    return {field.name: others.order_by("pk").first() or _copy(getattr(row, field.name))}


def _copy(row: Any) -> Any:
    """Another row like this one, with its unique texts changed."""
    row = type(row).objects.get(pk=row.pk)
    row.pk = None
    for field in type(row)._meta.concrete_fields:
        if field.unique and not field.primary_key:
            setattr(row, field.attname, another(field, getattr(row, field.attname)))
    row.save()
    return row


COMING = [model for model in SHOWN if model not in (User, Address, Fact)]


@pytest.mark.parametrize("model", COMING, ids=lambda model: model.__name__)
def test_rows_that_come_and_go_move_the_scope(model: type[models.Model]) -> None:
    rows()
    row = model.objects.order_by("pk").last()
    assert moved_by(lambda: _free_copy(row)) == {SHOWN[model][0]}
    copied = _free_copy(model.objects.order_by("pk").last())
    assert moved_by(copied.delete) == {SHOWN[model][0]}


def _free_copy(row: Any) -> Any:
    row.pk = None
    for name, value in {
        Category: {"slug": "khac"}, Product: {"slug": "khac"}, Variant: {"sku": "KHAC"},
        Certificate: {"decision_no": "2/QĐ"}, Seller: {"slug": "khac", "tax_code": "", "payee_ref": "acct_khac"},
        ShippingMethod: {"is_active": False}, Rate: {"zone": "country"}, Unit: {"code": "99999"},
        Definition: {"code": "more2"},
    }.get(type(row), {}).items():  # fmt: skip
        setattr(row, name, value)
    if isinstance(row, Rate):
        Rate.objects.filter(method=row.method, zone="country").delete()
    row.save(force_insert=True)
    return row
