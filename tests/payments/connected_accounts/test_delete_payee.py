"""Only an account that was never used may be deleted."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.db.models.deletion import Collector

from core.errors import DomainError
from payments.connected_accounts.services.create_payee import create_payee
from payments.connected_accounts.services.create_transfer import create_transfer
from payments.connected_accounts.services.delete_payee import delete_payee
from payments.intents.services.complete_attempt import complete_attempt
from payments.models import Origin, Payee, Transfer
from payments.providers.results import AttemptResult, Outcome
from tests.payments.helpers import make_attempt

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.threads]


def test_concurrent_transfer_keeps_the_account(monkeypatch: pytest.MonkeyPatch) -> None:
    payee = create_payee(name="Hộ thử", origin=Origin.API)
    attempt = make_attempt(amount=100_000)
    complete_attempt(reference=attempt.reference, result=AttemptResult(Outcome.SUCCEEDED))
    delete = Collector.delete

    def meanwhile(collector: Collector) -> object:
        """Another transaction commits after Django has found no references to the account."""
        if Payee in collector.data or any(rows.model is Payee for rows in collector.fast_deletes):
            with ThreadPoolExecutor(1) as pool:
                pool.submit(pass_on).result()
        return delete(collector)

    def pass_on() -> None:
        create_transfer(intent_id=attempt.intent_id, amount=1_000, payee_id=payee.pk)
        connections.close_all()

    monkeypatch.setattr(Collector, "delete", meanwhile)
    with pytest.raises(DomainError) as refused:
        delete_payee(payee_id=payee.pk)
    assert refused.value.code == "PAYEE_IN_USE"
    assert Transfer.objects.get().payee == payee
