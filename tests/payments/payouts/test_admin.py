"""The admin shows payouts and changes nothing."""

import pytest
from django.test import Client

from tests.admin import page_of
from tests.factories import make_user
from tests.payments.payouts.helpers import make_operator, sent_payout, state

pytestmark = pytest.mark.django_db


def test_payouts_are_read_not_written(client: Client) -> None:
    payout = sent_payout(make_operator())
    client.force_login(make_user(is_staff=True, is_superuser=True))
    before = state()
    assert payout.batch is not None
    for path in (page_of(payout), page_of(payout.batch)):
        assert payout.code in client.get(path).content.decode()
        assert client.post(path, {"status": "paid"}).status_code == 403
    assert payout.code in client.get("/quan-tri/payments/payout/").content.decode()
    assert client.get("/quan-tri/payments/payout/add/").status_code == 403
    assert state() == before
