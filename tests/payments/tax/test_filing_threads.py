"""Two operators at once: a month is declared once and paid once, whatever is refunded meanwhile."""

from datetime import date

import pytest
import time_machine

from accounts.models import AuditEntry
from payments.connected_accounts.services.reverse_transfer import reverse_transfer
from payments.models import JournalEntry, TaxFiling
from payments.tax.services.file_tax import file_tax
from payments.tax.services.pay_tax import pay_tax
from payments.tax_rules.withholding import Sale
from tests.integrity import mismatches
from tests.parallel import at_once
from tests.payments.payouts.helpers import make_operator
from tests.payments.tax.helpers import at, household, owed_to_state, sell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.threads]
OCTOBER, DAY = date(2026, 10, 1), date(2026, 11, 18)


def test_declared_once_and_paid_once_while_refunds_go_on() -> None:
    operator, sen = make_operator(), household()
    sold = sell(sen, at(2026, 10, 9, 9), [Sale("goods", 100_000)])
    with time_machine.travel(at(2026, 11, 18, 9), tick=False):
        filed = at_once([lambda: file_tax(month=OCTOBER, filed_on=DAY, reference="N10", actor=operator)] * 8)
        assert sorted(getattr(reported, "code", "filed") for reported in filed) == ["UNIQUE"] * 7 + ["filed"]
        paid = at_once(
            [
                *[lambda: pay_tax(month=OCTOBER, paid_on=DAY, reference="CT-1", actor=operator)] * 6,
                *[lambda: reverse_transfer(transfer_id=sold.pk, amount=10_000)] * 4,
            ]
        )
    assert [reported for reported in paid if isinstance(reported, Exception)] == []
    filing = TaxFiling.objects.get()
    assert (filing.paid_vat, filing.paid_pit) == (1_000, 500)
    assert JournalEntry.objects.filter(reason="tax_payment").count() == 1
    assert AuditEntry.objects.filter(action="tax.pay").count() == 1
    assert owed_to_state(sen) == (-400, -200)  # November's, to be offset there
    assert mismatches("payments") == []
