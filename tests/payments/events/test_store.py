"""Published events: their account, their object, and the request that caused them."""

import pytest
from django.db import transaction

from payments.connected_accounts.services.create_payee import create_payee
from payments.connected_accounts.services.create_transfer import create_transfer
from payments.connected_accounts.services.release_transfer import release_transfer
from payments.connected_accounts.services.reverse_transfer import reverse_transfer
from payments.events.serializers.registry import API_VERSION, render
from payments.events.store import calling, record_event
from payments.intents.services.complete_attempt import complete_attempt
from payments.models import ApiEvent, Attempt, PaymentIntent
from payments.providers.results import AttemptResult, Outcome
from payments.refunds.services.complete_refund import fail_refund
from payments.refunds.services.create_refund import create_refund
from tests.payments.helpers import make_attempt, make_intent

pytestmark = pytest.mark.django_db


def reported() -> list[str]:
    return list(ApiEvent.objects.order_by("sequence").values_list("type", flat=True))


def paid() -> Attempt:
    attempt = make_attempt()
    complete_attempt(reference=attempt.reference, result=AttemptResult(Outcome.SUCCEEDED))
    attempt.refresh_from_db()
    return attempt


def test_a_snapshot_stays_as_it_was() -> None:
    intent = make_intent()
    event = record_event("payment_intent.created", intent)
    shown = render(intent)
    intent.description = "đổi"
    intent.save()
    event.refresh_from_db()
    assert event.data == {"object": shown}
    assert (event.api_version, event.livemode, event.payee_id) == (API_VERSION, False, None)


def test_the_request_that_caused_it() -> None:
    with calling("req_1", "key-1"):
        event = record_event("payment_intent.created", make_intent())
    assert (event.request_id, event.idempotency_key) == ("req_1", "key-1")
    event = record_event("payment_intent.created", make_intent())
    assert (event.request_id, event.idempotency_key) == ("", "")


@pytest.mark.django_db(transaction=True)
def test_only_in_the_transaction_of_its_cause() -> None:
    intent = make_intent()
    with pytest.raises(RuntimeError):
        record_event("payment_intent.created", intent)
    with transaction.atomic():
        record_event("payment_intent.created", intent)
    assert ApiEvent.objects.count() == 1


def test_a_payment_and_its_refund() -> None:
    attempt = paid()
    refund = create_refund(intent_id=attempt.intent_id, amount=100_000, reason="duplicate")
    fail_refund(refund_id=refund.pk, reason="declined")
    assert reported() == [
        "charge.succeeded",
        "payment_intent.succeeded",
        "refund.created",
        "charge.refunded",
        "refund.failed",
        "charge.refund.updated",
    ]
    shown = {event.type: event.data["object"] for event in ApiEvent.objects.all()}
    assert shown["charge.refunded"]["id"] == attempt.charge_id
    assert shown["charge.refunded"]["amount_refunded"] == 100_000
    assert (shown["refund.failed"]["id"], shown["refund.failed"]["status"]) == (refund.pk, "failed")


def test_a_transfer_its_fee_and_the_balance() -> None:
    attempt, payee = paid(), create_payee(name="HTX Xoài")
    transfer = create_transfer(
        intent_id=attempt.intent_id, amount=200_000, payee_id=payee.pk, application_fee_amount=10_000
    )
    release_transfer(transfer_id=transfer.pk)
    reverse_transfer(transfer_id=transfer.pk, amount=100_000)
    assert reported()[2:] == [
        "transfer.created",
        "application_fee.created",
        "balance.available",
        "transfer.reversed",
        "application_fee.refunded",
    ]
    shown = {event.type: event for event in ApiEvent.objects.all()}
    fee = shown["application_fee.created"]
    assert (fee.data["object"]["id"], fee.data["object"]["amount"], fee.payee_id) == (transfer.fee_id, 10_000, None)
    assert shown["application_fee.refunded"].data["object"]["amount_refunded"] == 5_000
    available = shown["balance.available"]
    assert (available.data["object"]["available"][0]["amount"], available.payee_id) == (190_000, payee.pk)


def test_payment_without_a_fee_sends_no_fee_event() -> None:
    attempt, payee = paid(), create_payee(name="HTX Xoài")
    create_transfer(intent_id=attempt.intent_id, amount=200_000, payee_id=payee.pk, application_fee_amount=0)
    assert reported()[2:] == ["transfer.created"]


@pytest.mark.parametrize(
    ("reported", "charge", "intent"),
    [
        (AttemptResult(Outcome.SUCCEEDED, response_code="00"), "charge.succeeded", "payment_intent.succeeded"),
        (AttemptResult(Outcome.FAILED, response_code="51"), "charge.failed", "payment_intent.payment_failed"),
    ],
)
def test_a_snapshot_is_as_the_database_has_it(reported: AttemptResult, charge: str, intent: str) -> None:
    attempt = make_attempt()
    complete_attempt(reference=attempt.reference, result=reported, confirmed_by="ipn")
    shown = [(event.type, event.data["object"]) for event in ApiEvent.objects.order_by("sequence")]
    assert shown == [
        (charge, render(Attempt.objects.get())),
        (intent, render(PaymentIntent.objects.get())),
    ]
