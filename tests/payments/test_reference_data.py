"""The first tax rules and layouts: added where they are missing, never over what the operator has changed since."""

import json
from datetime import date
from pathlib import Path

import pytest

from payments.models import CommissionRule, FileLayout, TaxRate
from payments.reconciliation.services.load_layouts import load_layouts
from payments.tax_rules.services.add_tax_rate import add_tax_rate
from payments.tax_rules.services.end_rule import end_rule
from payments.tax_rules.services.load_rules import load_rules
from tests.factories import make_officer

pytestmark = pytest.mark.django_db


def test_loading_again_changes_nothing() -> None:
    before = [list(model.objects.order_by("pk").values()) for model in (TaxRate, CommissionRule, FileLayout)]
    assert [len(rows) for rows in before] == [20, 1, 6]
    assert (load_rules(), load_layouts()) == (0, 0)
    assert [list(m.objects.order_by("pk").values()) for m in (TaxRate, CommissionRule, FileLayout)] == before


def test_rules_of_an_empty_database_are_loaded_whole() -> None:
    for model in (TaxRate, CommissionRule, FileLayout):
        model.objects.all().delete()
    assert (load_rules(), load_layouts()) == (21, 6)


def test_changed_rule_of_the_operator_is_kept() -> None:
    operator = make_officer("operator")
    (goods,) = TaxRate.objects.filter(collector="platform", category="goods", effective_to=None)
    end_rule(rule=goods, last_day=date(2026, 12, 31), actor=operator)
    add_tax_rate(
        collector="platform",
        category="goods",
        vat_basis_points=120,
        pit_basis_points=60,
        effective_from=date(2027, 1, 1),
        legal_basis="Luật mới",
        actor=operator,
    )
    FileLayout.objects.filter(name="Sao kê ngân hàng (chung)").update(columns={"moment": ["Ngày"]}, is_active=False)
    before = [list(model.objects.order_by("pk").values()) for model in (TaxRate, FileLayout)]
    assert (load_rules(), load_layouts()) == (0, 0)
    assert [list(model.objects.order_by("pk").values()) for model in (TaxRate, FileLayout)] == before


def test_rule_of_a_later_release_is_added_to_days_without_one(tmp_path: Path) -> None:
    TaxRate.objects.filter(effective_to=None).update(effective_to=date(2026, 12, 31))
    rule = {"collector": "platform", "category": "goods", "vat_basis_points": 1, "pit_basis_points": 2}
    rule |= {"effective_from": "2027-01-01", "effective_to": None, "legal_basis": "Luật mới"}
    path = tmp_path / "rules.json"
    path.write_text(json.dumps({"tax_rates": [rule, rule | {"effective_from": "2026-07-01"}], "commission": []}))
    assert load_rules(path) == 1
    assert TaxRate.objects.get(effective_from=date(2027, 1, 1)).pit_basis_points == 2
