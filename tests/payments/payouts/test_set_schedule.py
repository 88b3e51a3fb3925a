"""When a payee wants its money."""

import pytest

from core.errors import DomainError
from payments.models import ApiEvent
from payments.payouts.services.set_schedule import set_schedule
from tests.payments.payouts.helpers import make_payee, state

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("interval", "anchor", "stored"), [("manual", 9, 1), ("daily", 0, 1), ("weekly", 7, 7), ("monthly", 28, 28)]
)
def test_schedule_is_stored(interval, anchor, stored):
    payee = make_payee()
    reported = ApiEvent.objects.filter(type="account.updated", data__object__id=payee.pk)
    before = reported.count()
    set_schedule(payee_id=payee.pk, interval=interval, anchor=anchor)
    payee.refresh_from_db()

    assert (payee.payout_interval, payee.payout_anchor) == (interval, stored)
    assert reported.count() == before + 1


@pytest.mark.parametrize(
    ("interval", "anchor", "field"),
    [("hourly", 1, "interval"), ("weekly", 0, "anchor"), ("weekly", 8, "anchor"), ("monthly", 29, "anchor")],
)
def test_invalid_schedule_is_refused(interval, anchor, field):
    payee = make_payee()
    before = state()
    with pytest.raises(DomainError) as caught:
        set_schedule(payee_id=payee.pk, interval=interval, anchor=anchor)

    assert (caught.value.code, caught.value.field) == ("INVALID", field)
    assert state() == before
