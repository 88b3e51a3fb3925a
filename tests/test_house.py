"""The arrows of the house, also where they are written as strings: a foreign key is an import too."""

from django.apps import apps
from django.conf import settings

from core.outbox import _handlers

# From the ground up; a room may point to those before it, except where `APART` says otherwise.
FLOORS = ["core", "places", "accounts", "payments", "cooperatives", "shipping", "catalog", "orders", "indicators"]
APART = {
    "payments": {"places"},
    "shipping": {"payments"},
    "catalog": {"payments", "shipping"},
}


def test_foreign_keys_point_down() -> None:
    wrong = []
    for room in FLOORS:
        allowed = {*FLOORS[: FLOORS.index(room) + 1]} - APART.get(room, set())
        for model in apps.get_app_config(room).get_models():
            for field in model._meta.get_fields():
                if field.is_relation and field.concrete and field.related_model:
                    target = field.related_model._meta.app_label
                    if target in settings.ROOMS and target not in allowed:
                        wrong.append(f"{model._meta.label}.{field.name} → {target}")
    assert wrong == []


def test_every_handler_is_named_after_its_room() -> None:
    names = [(handler.name, handler.run.__module__) for known in _handlers.values() for handler in known]
    assert names
    assert [name for name, module in names if name.split(".")[0] != module.split(".")[0]] == []
