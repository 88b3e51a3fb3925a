"""The admin shows payouts and changes nothing."""

import pytest
from django.test import Client

from tests.factories import make_user
from tests.payments.payouts.helpers import make_operator, sent_payout, state

pytestmark = pytest.mark.django_db


def test_payouts_are_read_not_written(client: Client) -> None:
    payout = sent_payout(make_operator())
    client.force_login(make_user(is_staff=True, is_superuser=True))
    before = state()
    for path in (f"payout/{payout.pk}/change/", f"payoutbatch/{payout.batch_id}/change/"):
        assert payout.code in client.get(f"/quan-tri/payments/{path}").content.decode()
        assert client.post(f"/quan-tri/payments/{path}", {"status": "paid"}).status_code == 403
    assert payout.code in client.get("/quan-tri/payments/payout/").content.decode()
    assert client.get("/quan-tri/payments/payout/add/").status_code == 403
    assert state() == before
