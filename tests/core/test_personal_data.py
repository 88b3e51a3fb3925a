"""Every field with a personal name has a rule: exported and erased, kept with a reason, or not personal."""

import pytest
from django.apps import apps
from django.db.models import CharField, Field, GenericIPAddressField, JSONField, Model, TextField

from core.personal_data import ERASED, Holding, add_holding, describe, holdings, rules

SOUNDS = {
    "about", "address", "buyer", "contact", "email", "holder", "ip", "legal", "mail", "name", "note", "person", "phone",
    "representative", "street", "words",
}  # fmt: skip


def personal(field: Field) -> bool:
    """Personal by name, or a type that can contain anything."""
    if isinstance(field, JSONField | GenericIPAddressField):
        return True
    return isinstance(field, CharField | TextField) and not SOUNDS.isdisjoint(field.name.split("_"))


def fields() -> list[tuple[str, Field]]:
    return [(f"{model._meta.label}.{field.name}", field) for model in apps.get_models() for field in _own(model)]


def _own(model: type[Model]) -> list[Field]:
    return list(model._meta.concrete_fields)


def test_every_personal_field_has_a_rule() -> None:
    assert sorted(name for name, field in fields() if personal(field) and name not in rules()) == []


def test_every_rule_names_a_field_and_its_reason() -> None:
    names = {name for name, _field in fields()}
    assert sorted(set(rules()) - names) == []
    assert [name for name, rule in rules().items() if rule != ERASED and len(rule.split(": ", 1)[1]) < 4] == []


def test_rooms_are_listed_from_the_top_down() -> None:
    assert [holding.room for holding in holdings()] == ["orders", "cooperatives", "payments", "accounts"]


def test_duplicate_description_is_refused() -> None:
    with pytest.raises(ValueError, match="described twice"):
        describe("orders.Order", other={"phone": "nobody's"})
    with pytest.raises(ValueError, match="registered twice"):
        add_holding(Holding("orders", export=lambda person: {}, erase=lambda person: {}))
