"""An erased person's data is removed from the events that are not deleted yet."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from payments.events.erase import erase_events
from payments.events.store import record_event
from payments.models import ApiEvent
from tests.payments.helpers import make_intent

pytestmark = pytest.mark.django_db


def test_event_is_reduced_to_the_id_of_its_object() -> None:
    intent, other = make_intent(), make_intent()
    event, young = record_event("payment_intent.created", intent), record_event("payment_intent.created", other)
    assert erase_events([intent.pk]) == 1
    event.refresh_from_db()
    assert event.data == {"object": {"id": intent.pk, "object": "payment_intent"}}
    assert (event.type, ApiEvent.objects.get(pk=young.pk).data) == ("payment_intent.created", young.data)
    assert (erase_events([intent.pk]), erase_events([])) == (0, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"data": {}},
        {"data": {"object": {"id": "pi_other", "object": "payment_intent"}}},
        {"type": "payment_intent.canceled"},
        {"request_id": "req_1"},
    ],
)
def test_no_other_change_is_allowed(change: dict[str, Any]) -> None:
    event = record_event("payment_intent.created", make_intent())
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ApiEvent.objects.filter(pk=event.pk).update(**change)
