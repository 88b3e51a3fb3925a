"""`marketplace ledger`: every account; each book sums to zero."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from payments import sdk
from payments.intents.services.complete_attempt import complete_attempt
from payments.models import LedgerEntry
from payments.providers.results import AttemptResult, Outcome
from tests.guards import past_every_guard
from tests.payments.helpers import key, make_attempt

pytestmark = pytest.mark.django_db


@pytest.fixture
def sold() -> None:
    complete_attempt(reference=make_attempt().reference, result=AttemptResult(Outcome.SUCCEEDED))
    payee = sdk.accounts.create(name="A", idempotency_key=key())
    sdk.cash.record(account=payee.id, amount=7_000, reference="x", idempotency_key=key())


def test_trial_balance_is_written_as_json(sold) -> None:
    out = StringIO()
    call_command("ledger", "--json", stdout=out)
    output = json.loads(out.getvalue())
    assert [(a["book"], a["code"], a["accounts"], a["sum"]) for a in output["accounts"]] == [
        ("main", "customer_funds", 1, -300_000),
        ("main", "provider:vnpay", 1, 300_000),
        ("memo", "memo:received:cash", 1, 7_000),
        ("memo", "memo:sales", 1, -7_000),
    ]
    assert output["books"] == [
        {"mode": "test", "book": "main", "debit": 300_000, "credit": 300_000, "sum": 0},
        {"mode": "test", "book": "memo", "debit": 7_000, "credit": 7_000, "sum": 0},
    ]


def test_trial_balance_is_written_as_text(sold) -> None:
    out = StringIO()
    call_command("ledger", stdout=out)
    assert out.getvalue().splitlines()[0].split() == ["test", "main", "customer_funds", "−300.000"]
    assert out.getvalue().splitlines()[-1].split() == ["test", "memo", "=", "0"]


def test_unbalanced_ledger_exits_with_1(sold) -> None:
    with past_every_guard():
        LedgerEntry.objects.filter(amount=300_000).update(amount=300_001)
    with pytest.raises(SystemExit) as ended:
        call_command("ledger", "--json", stdout=StringIO())
    assert ended.value.code == 1
