"""A month is declared once it is over, in order; paid once, so that the tax accounts empty; late offsets carry on."""

from datetime import date

import pytest
import time_machine

from accounts.models import AuditEntry
from core.errors import DomainError, Forbidden, NotFound
from payments import integrity
from payments.models import JournalEntry, LedgerEntry, TaxFiling
from payments.tax.monthly import month_of
from payments.tax.services.file_tax import file_tax
from payments.tax.services.pay_tax import pay_tax
from payments.tax.tax_due import outstanding
from payments.tax_rules.withholding import Sale
from tests.factories import make_user
from tests.payments.helpers import state
from tests.payments.payouts.helpers import make_operator
from tests.payments.tax.helpers import at, household, owed_to_state, reverse_sale, sell

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture
def operator():
    return make_operator()


def file(operator, month=OCTOBER, day=date(2026, 11, 18), reference="11320260001234") -> TaxFiling:
    with time_machine.travel(at(2027, 2, 1, 8), tick=False):
        return file_tax(month=month, filed_on=day, reference=reference, actor=operator)


def pay(operator, month=OCTOBER, day=date(2026, 11, 19), reference="CT-55") -> TaxFiling:
    with time_machine.travel(at(2027, 2, 1, 8), tick=False):
        return pay_tax(month=month, paid_on=day, reference=reference, actor=operator)


def everything() -> tuple:
    return (*state(), list(TaxFiling.objects.values()), AuditEntry.objects.count())


def refused(run, *arguments, **more) -> DomainError:
    before = everything()
    with pytest.raises(DomainError) as caught:
        run(*arguments, **more)
    assert everything() == before
    return caught.value


def posted(filing: TaxFiling) -> dict[tuple[str, str | None], int]:
    entries = LedgerEntry.objects.filter(transaction=filing.journal_entry).select_related("account")
    return {(entry.account.code, entry.account.payee_id): entry.amount for entry in entries}


def sound() -> None:
    for check in (integrity.taxes.tax_accounts_equal_entries, integrity.taxes.tax_filings_equal_months):
        assert check().problems == []


def test_declared_and_paid(operator) -> None:
    sen, mai = household(), household("Hộ mẫu Mai", "082093001235")
    sell(sen, at(2026, 10, 9, 9), [Sale("goods", 100_000)])
    sell(mai, at(2026, 10, 10, 9), [Sale("service", 100_000)])
    sell(sen, at(2026, 11, 1, 9), [Sale("goods", 20_000)])

    filing = file(operator)
    assert (filing.revenue, filing.vat, filing.pit, filing.layout) == (200_000, 6_000, 2_500, "nd252-2026")
    filing = pay(operator)

    assert posted(filing) == {
        ("bank", None): -8_500,
        ("tax_vat:payee", sen.pk): 1_000,
        ("tax_pit:payee", sen.pk): 500,
        ("tax_vat:payee", mai.pk): 5_000,
        ("tax_pit:payee", mai.pk): 2_000,
    }
    assert (filing.paid_vat, filing.paid_pit, filing.paid_by, filing.journal_entry.reason_ref) == (
        6_000, 2_500, operator, "2026-10:test",
    )  # fmt: skip
    assert (owed_to_state(sen), owed_to_state(mai)) == ((200, 100), (0, 0))  # November's is still owed
    assert list(AuditEntry.objects.filter(action__startswith="tax.").values_list("action", "actor")) == [
        ("tax.file", operator.pk),
        ("tax.pay", operator.pk),
    ]
    sound()


def test_paying_twice_pays_once(operator) -> None:
    sell(household(), at(2026, 10, 9, 9), [Sale("goods", 100_000)])
    file(operator)
    assert pay(operator).pk == pay(operator).pk
    assert JournalEntry.objects.filter(reason="tax_payment").count() == 1
    assert refused(pay, operator, reference="CT-56").code == "UNIQUE"
    assert refused(file, operator).code == "UNIQUE"


def test_a_refund_after_the_filing_lessens_the_next_payment(operator) -> None:
    sen, mai = household(), household("Hộ mẫu Mai", "082093001235")
    sold = sell(sen, at(2026, 10, 9, 9), [Sale("goods", 100_000)])
    file(operator)
    pay(operator)
    reverse_sale(sold, at(2026, 11, 25, 9), 40_000)
    sell(mai, at(2026, 11, 26, 9), [Sale("goods", 200_000)])

    filing = file(operator, NOVEMBER, date(2026, 12, 18), "N11")
    assert (filing.revenue, filing.vat, filing.pit) == (160_000, 1_600, 800)
    assert posted(pay(operator, NOVEMBER, date(2026, 12, 18), "CT-60")) == {
        ("bank", None): -2_400,
        ("tax_vat:payee", sen.pk): -400,
        ("tax_pit:payee", sen.pk): -200,
        ("tax_vat:payee", mai.pk): 2_000,
        ("tax_pit:payee", mai.pk): 1_000,
    }
    assert (owed_to_state(sen), owed_to_state(mai)) == ((0, 0), (0, 0))
    sound()


def test_refunds_beyond_the_withheld_tax_are_carried_over(operator) -> None:
    sen, mai = household(), household("Hộ mẫu Mai", "082093001235")
    sold = sell(sen, at(2026, 10, 9, 9), [Sale("goods", 100_000)])
    file(operator)
    pay(operator)
    reverse_sale(sold, at(2026, 11, 25, 9))
    filing = file(operator, NOVEMBER, date(2026, 12, 18), "N11")
    assert (filing.vat, filing.pit) == (-1_000, -500)
    assert outstanding(NOVEMBER).to_pay == {}
    error = refused(pay, operator, NOVEMBER, date(2026, 12, 18), "CT-60")
    assert error.code == "NOTHING_TO_PAY"
    assert owed_to_state(sen) == (-1_000, -500)

    sell(mai, at(2026, 12, 5, 9), [Sale("goods", 300_000)])
    file(operator, DECEMBER, date(2027, 1, 19), "N12")
    paid = pay(operator, DECEMBER, date(2027, 1, 19), "CT-70")
    assert (paid.paid_vat, paid.paid_pit, posted(paid)[("bank", None)]) == (2_000, 1_000, -3_000)
    assert (owed_to_state(sen), owed_to_state(mai)) == ((0, 0), (0, 0))
    assert refused(pay, operator, NOVEMBER, date(2026, 12, 18), "CT-60").code == "MONTHS_IN_ORDER"
    sound()


def test_invalid_filing_is_refused(operator) -> None:
    sell(household(), at(2026, 10, 9, 9), [Sale("goods", 100_000)])
    sell(household("Hộ mẫu Mai"), at(2026, 11, 9, 9), [Sale("goods", 100_000)])
    for run in (file, pay):
        with pytest.raises(Forbidden):
            run(make_user())
    assert refused(file, operator, NOVEMBER, date(2026, 12, 1)).code == "MONTHS_IN_ORDER"
    assert refused(file, operator, reference=" ").field == "reference"
    for day in (date(2026, 10, 31), date(2027, 2, 2)):
        assert refused(file, operator, day=day).field == "filed_on"
    with time_machine.travel(at(2026, 11, 1, 0, 59), tick=False):
        error = refused(file_tax, month=OCTOBER, filed_on=date(2026, 11, 1), reference="X", actor=operator)
    assert error.code == "MONTH_OPEN"
    assert isinstance(refused(file, operator, date(2026, 9, 1), date(2026, 10, 18)), NotFound)
    assert isinstance(refused(pay, operator), NotFound)
    file(operator)
    assert refused(pay, operator, reference="").field == "reference"
    assert refused(pay, operator, day=date(2026, 10, 31)).field == "paid_on"


def test_a_clock_set_back_changes_nothing_that_was_declared(operator) -> None:
    sen = household()
    sold = sell(sen, at(2026, 10, 9, 9), [Sale("goods", 100_000)])
    file(operator)
    reverse_sale(sold, at(2026, 10, 31, 23, 59), 40_000)
    sell(sen, at(2026, 10, 30, 9), [Sale("goods", 20_000)])
    sound()
    november = month_of(NOVEMBER).total
    assert (november.revenue, november.vat, november.pit) == (-20_000, -200, -100)
