"""An event shows the object as it is in the database, also where its teller had rendered it already."""

import pytest

from payments.models import ApiEvent, Attempt, PaymentIntent
from payments.providers.base import Outcome, Told
from payments.render import render
from payments.services.settle_attempt import settle_attempt
from tests.payments.helpers import make_attempt

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("told", "charge", "intent"),
    [
        (Told(Outcome.SUCCEEDED, response_code="00"), "charge.succeeded", "payment_intent.succeeded"),
        (Told(Outcome.FAILED, response_code="51"), "charge.failed", "payment_intent.payment_failed"),
    ],
)
def test_snapshots(told: Told, charge: str, intent: str) -> None:
    attempt = make_attempt()
    settle_attempt(reference=attempt.reference, told=told, told_by="ipn")
    shown = [(event.type, event.data["object"]) for event in ApiEvent.objects.order_by("sequence")]
    assert shown == [
        (charge, render(Attempt.objects.get())),
        (intent, render(PaymentIntent.objects.get())),
    ]
