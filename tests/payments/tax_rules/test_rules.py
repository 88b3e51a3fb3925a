"""Dated rules: a new one begins tomorrow at the earliest, the one before it ends; what held is never rewritten."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from accounts.models import AuditEntry
from core.errors import DomainError, Forbidden
from payments.models import CommissionRule, TaxRate
from payments.tax_rules.services.add_commission_rule import add_commission_rule
from payments.tax_rules.services.add_tax_rate import add_tax_rate
from payments.tax_rules.services.end_rule import end_rule
from payments.tax_rules.withholding import Sale
from tests.admin import page_of
from tests.factories import make_user
from tests.payments.payouts.helpers import make_operator
from tests.payments.tax.helpers import at, household, sell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
TODAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 23)


@pytest.fixture
def november():
    with time_machine.travel(at(2026, 11, 22, 10), tick=False):
        yield


@pytest.fixture
def operator():
    user = make_operator()
    user.is_staff = user.is_superuser = True
    user.save()
    return user


def add(operator, starts: date = TOMORROW, **changes) -> TaxRate:
    supplied = {
        "collector": "platform", "category": "goods", "vat_basis_points": 200, "pit_basis_points": 80,
        "effective_from": starts, "legal_basis": "NĐ 999/2026/NĐ-CP", "actor": operator,
    }  # fmt: skip
    return add_tax_rate(**supplied | changes)


def goods() -> list[tuple]:
    rates = TaxRate.objects.filter(collector="platform", category="goods").order_by("effective_from")
    return list(rates.values_list("vat_basis_points", "effective_from", "effective_to"))


def everything() -> tuple:
    return list(TaxRate.objects.order_by("pk").values()), list(CommissionRule.objects.order_by("pk").values())


def refused(run, *arguments, **more) -> DomainError:
    before = everything()
    with pytest.raises(DomainError) as caught:
        run(*arguments, **more)
    assert everything() == before
    return caught.value


def test_a_new_rate_ends_the_one_before_and_is_taken_from_its_day(operator) -> None:
    rate = add(operator)
    assert goods() == [
        (100, date(2025, 7, 1), date(2026, 6, 30)),
        (100, date(2026, 7, 1), TODAY),
        (200, TOMORROW, None),
    ]
    payee = household()
    assert sell(payee, at(2026, 11, 22, 23, 59), [Sale("goods", 100_000)]).vat == 1_000
    assert sell(payee, at(2026, 11, 23, 0, 0), [Sale("goods", 100_000)]).vat == 2_000
    entry = AuditEntry.objects.get(action="tax.add_rate")
    assert (entry.actor, entry.object_ref) == (operator, f"payments.TaxRate:{rate.pk}")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts": TODAY}, "effective_from"),
        ({"starts": date(2026, 1, 1)}, "effective_from"),
        ({"vat_basis_points": 10_001}, "vat_basis_points"),
        ({"pit_basis_points": -1}, "pit_basis_points"),
        ({"vat_basis_points": 9_000, "pit_basis_points": 1_001}, "pit_basis_points"),
        ({"legal_basis": " "}, "legal_basis"),
        ({"category": "fish"}, "category"),
    ],
)
def test_invalid_rule_is_refused(operator, changes, field) -> None:
    assert refused(add, operator, **changes).field == field


def test_only_the_operator_and_only_after_the_latest(operator) -> None:
    with pytest.raises(Forbidden):
        add(make_user())
    add(operator, date(2027, 1, 1))
    assert refused(add, operator, date(2026, 12, 1)).code == "UNIQUE"
    assert refused(add, operator, date(2027, 1, 1)).code == "UNIQUE"


def test_a_commission_begins_and_the_free_time_ends(operator) -> None:
    add_commission_rule(basis_points=500, effective_from=TOMORROW, basis="Quyết định 3/2026", actor=operator)
    rules = CommissionRule.objects.order_by("effective_from").values_list("basis_points", "effective_to")
    assert list(rules) == [(0, TODAY), (500, None)]
    payee = household()
    assert sell(payee, at(2026, 11, 22, 12), [Sale("goods", 100_000)]).commission == 0
    assert sell(payee, at(2026, 11, 23, 12), [Sale("goods", 100_000)]).commission == 5_000


def test_a_commission_is_never_more_than_the_tax_leaves(operator) -> None:
    """A received payment can always be transferred; otherwise a paid order could not proceed."""
    add_commission_rule(basis_points=10_000, effective_from=TOMORROW, basis="Quyết định 4/2026", actor=operator)
    sold = sell(household(), at(2026, 11, 23, 12), [Sale("goods", 100_000)])
    assert (sold.commission, sold.vat, sold.pit) == (98_500, 1_000, 500)


def test_last_day_may_be_set_but_not_in_the_past(operator) -> None:
    rate = TaxRate.objects.get(collector="platform", category="goods", effective_to=None)
    assert refused(end_rule, rule=rate, last_day=date(2026, 11, 21), actor=operator).field == "effective_to"
    end_rule(rule=rate, last_day=TODAY, actor=operator)
    assert goods()[1][2] == TODAY
    end_rule(rule=rate, last_day=None, actor=operator)
    add(operator)
    rate.refresh_from_db()
    assert refused(end_rule, rule=rate, last_day=None, actor=operator).field == "effective_to"


def test_rule_is_added_in_the_admin(operator) -> None:
    browser = Client()
    browser.force_login(operator)
    new = {
        "collector": "platform", "category": "goods", "vat_basis_points": "200", "pit_basis_points": "80",
        "effective_from": "2026-11-22", "legal_basis": "NĐ 999/2026/NĐ-CP",
    }  # fmt: skip
    before = everything()
    answer = browser.post("/quan-tri/payments/taxrate/add/", new)
    assert "chỉ có hiệu lực từ ngày mai" in answer.content.decode()
    assert everything() == before
    answer = browser.post("/quan-tri/payments/taxrate/add/", new | {"effective_from": "2026-11-23"})
    assert answer.status_code == 302
    assert [row[0] for row in goods()] == [100, 100, 200]

    held = TaxRate.objects.get(collector="platform", category="goods", effective_to=TODAY)
    url = page_of(held)
    page = browser.get(url).content.decode()
    assert 'name="effective_to"' in page
    assert 'name="vat_basis_points"' not in page
    answer = browser.post(url, {"vat_basis_points": "900", "effective_to": "2026-11-01"})
    assert "những ngày đã qua giữ nguyên" in answer.content.decode()
    browser.post(url, {"vat_basis_points": "900", "effective_to": "2026-11-22"})
    held.refresh_from_db()
    assert (held.vat_basis_points, held.effective_to) == (100, TODAY)
    assert browser.post(page_of(held, "delete"), {"post": "yes"}).status_code == 403

    future = TaxRate.objects.get(vat_basis_points=200, category="goods")
    browser.post(page_of(future, "delete"), {"post": "yes"})
    assert [row[0] for row in goods()] == [100, 100]
    assert browser.post("/quan-tri/payments/commissionrule/add/", {
        "basis_points": "500", "effective_from": "2026-12-01", "basis": "Quyết định 3/2026",
    }).status_code == 302  # fmt: skip
    assert CommissionRule.objects.get(basis_points=500).effective_from == date(2026, 12, 1)
