"""Definitions are loaded from their file, idempotently, and never overlap."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from indicators.definitions.services.load_definitions import load_definitions
from indicators.models import Definition

pytestmark = pytest.mark.django_db


def test_loading_twice_changes_nothing() -> None:
    assert load_definitions() == 7
    first = list(Definition.objects.values())
    load_definitions()

    assert list(Definition.objects.values()) == first
    assert [(d["code"], d["formula"], f"{d['effective_from']:%Y-%m}") for d in first] == [
        ("cashless_share_count", "cashless_count", "2025-07"),
        ("cashless_share_count", "cashless_count_all", "2026-11"),
        ("cashless_share_value", "cashless_value", "2025-07"),
        ("cashless_share_value", "cashless_value_all", "2026-11"),
        ("online_sales_value", "online_value", "2025-07"),
        ("pos_sales_value", "pos_value", "2026-11"),
        ("active_sellers", "active_sellers", "2025-07"),
    ]


def test_target_without_a_source_is_refused(definitions) -> None:
    assert set(Definition.objects.values_list("target", flat=True)) == {None}
    with pytest.raises(IntegrityError, match="indicators_target_has_a_source"), transaction.atomic():
        Definition.objects.filter(code="active_sellers").update(target=10)


def test_new_version_ends_the_old_one(tmp_path: Path) -> None:
    load_definitions()
    entry = {
        "code": "active_sellers",
        "name": "Người bán có đơn",
        "numerator": "Tử số",
        "denominator": "",
        "unit": "người bán",
        "formula": "active_sellers",
        "target": 20,
        "target_source": "Kế hoạch thử",
        "legal_basis": "",
    }
    new = {**entry, "effective_from": "2026-07-01", "effective_to": None}
    old = {**entry, "target": None, "target_source": "", "effective_from": "2025-07-01", "effective_to": "2026-07-01"}
    file = tmp_path / "definitions.json"
    file.write_text(json.dumps({"definitions": [new, old]}), encoding="utf-8")
    load_definitions(file)

    held = Definition.objects.filter(code="active_sellers").order_by("effective_from")
    assert [(d.effective_from, d.effective_to, d.target) for d in held] == [
        (date(2025, 7, 1), date(2026, 7, 1), None),
        (date(2026, 7, 1), None, 20),
    ]


def test_overlapping_definitions_are_refused(definitions) -> None:
    clone = Definition.objects.get(code="active_sellers")
    clone.pk, clone.effective_from = None, date(2026, 1, 1)
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        clone.save()
    assert Definition.objects.filter(code="active_sellers").count() == 1


def test_unknown_formula_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "definitions.json"
    entry = {"code": "x", "formula": "guess", "effective_from": "2026-01-01", "effective_to": None}
    file.write_text(json.dumps({"definitions": [entry]}), encoding="utf-8")

    with pytest.raises(ValueError, match="no formula is called guess"):
        load_definitions(file)
    assert not Definition.objects.exists()
