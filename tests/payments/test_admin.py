"""The admin shows the bank's tables to the operator, and no secret of a feed."""

import pytest
from django.test import Client

from payments.models import BankTransfer
from tests.factories import make_user
from tests.payments.feeds.helpers import KEY, make_account, make_feed, shown, told

pytestmark = pytest.mark.django_db


def test_the_banks_tables(client: Client) -> None:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    feed = make_feed(make_account())
    told(feed, shown(feed.account).reference, 5)
    transfer = BankTransfer.objects.get()
    for path in ("bankaccount/", f"bankaccount/{feed.account_id}/change/", "bankfeed/", f"bankfeed/{feed.pk}/change/",
                 "banktransfer/", f"banktransfer/{transfer.pk}/change/"):  # fmt: skip
        page = client.get(f"/quan-tri/payments/{path}")
        assert page.status_code == 200
        for secret in (KEY, feed.hook, feed.sealed_secret):
            assert secret not in page.content.decode()
        if path.endswith("/change/"):
            assert client.post(f"/quan-tri/payments/{path}", {"is_active": "0"}).status_code == 403
