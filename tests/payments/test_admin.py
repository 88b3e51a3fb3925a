"""The admin shows the bank's tables to the operator, and no secret of a feed."""

import pytest
from django.test import Client

from payments.models import BankTransfer
from tests.admin import page_of
from tests.factories import make_user
from tests.payments.bank.helpers import KEY, make_account, make_feed, reported, shown

pytestmark = pytest.mark.django_db


def test_the_banks_tables(client: Client) -> None:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    feed = make_feed(make_account())
    reported(feed, shown(feed.account).reference, 5)
    transfer = BankTransfer.objects.get()
    for stored in (feed.account, feed, transfer):
        for path in (f"/quan-tri/payments/{stored._meta.model_name}/", page_of(stored)):
            page = client.get(path)
            assert page.status_code == 200
            for secret in (KEY, feed.hook, feed.encrypted_secret):
                assert secret not in page.content.decode()
        assert client.post(page_of(stored), {"is_active": "0"}).status_code == 403
