"""A feed of an account: encrypted secrets, a random and stable address, one feed of each kind."""

import pytest

from accounts.models import AuditEntry
from core.errors import DomainError, Forbidden
from payments import sdk
from payments.base.feed_secrets import secrets_of
from payments.models import BankFeed
from tests.factories import make_user
from tests.payments.bank.helpers import make_account, make_feed, operators_account

pytestmark = pytest.mark.django_db
KEY = "khoa-cua-dich-vu-1"


def test_feed_is_added_replaced_and_closed(settings) -> None:
    settings.BASE_URL = "https://cho.example"
    account, owner = make_account(), make_user()
    payee = account.payee_id
    supplied = {"account": payee, "bank_account": account.pk, "kind": "sepay", "actor": owner}
    feed = sdk.bank_feeds.add(**supplied, secrets={"key": f" {KEY} ", "more": "dropped"}, settings={"auth": "apikey"})
    row = BankFeed.objects.get()
    assert (feed.label, feed.auth, feed.is_active) == ("SePay", "apikey", True)
    assert feed.url == f"https://cho.example/payments/feeds/sepay/{row.hook}"
    assert len(row.hook) == 32
    assert KEY not in row.encrypted_secret
    assert secrets_of(row) == {"key": KEY}
    again = sdk.bank_feeds.add(**supplied, secrets={"key": KEY + "2"})
    assert (again.id, again.url, again.auth) == (feed.id, feed.url, "hmac")
    row.refresh_from_db()
    assert secrets_of(row) == {"key": KEY + "2"}
    assert sdk.bank_feeds.of(payee) == [again]
    assert sdk.bank_feeds.of(None) == []
    closed = sdk.bank_feeds.close(feed.id, account=payee, actor=owner)
    assert closed.is_active is False
    assert sdk.bank_feeds.of(payee) == []
    trail = AuditEntry.objects.filter(actor=owner).order_by("pk").values_list("action", flat=True)
    assert list(trail) == ["payment.add_bank_feed", "payment.add_bank_feed", "payment.close_bank_feed"]
    assert KEY not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize(
    ("kind", "secrets", "settings", "field"),
    [
        ("momo", {"key": KEY}, {}, "kind"),
        ("sepay", {}, {}, "key"),
        ("casso", {"key": "short"}, {}, "key"),
        ("payos", {"key": KEY, "client_id": "0123456789"}, {}, "api_key"),
        ("sepay", {"key": KEY}, {"auth": "none"}, "auth"),
        ("payos", {"key": KEY, "client_id": KEY, "api_key": KEY}, {"words": "14"}, "words"),
    ],
)
def test_refused(kind: str, secrets: dict, settings: dict, field: str) -> None:
    account = make_account()
    with pytest.raises(DomainError) as caught:
        sdk.bank_feeds.add(
            account=account.payee_id, bank_account=account.pk, kind=kind, secrets=secrets, settings=settings
        )
    assert caught.value.field == field
    assert not BankFeed.objects.exists()


def test_feed_of_another_seller_is_refused() -> None:
    mine, others = make_account(), make_feed(make_account())
    for run in (
        lambda: sdk.bank_feeds.add(
            account=mine.payee_id, bank_account=others.account_id, kind="casso", secrets={"key": KEY}
        ),
        lambda: sdk.bank_feeds.add(
            account=mine.payee_id, bank_account=operators_account().pk, kind="casso", secrets={"key": KEY}
        ),
        lambda: sdk.bank_feeds.close(others.pk, account=mine.payee_id),
        lambda: sdk.bank_feeds.close(others.pk, account=None),
    ):
        with pytest.raises(DomainError) as caught:
            run()
        assert caught.value.code == "NOT_FOUND"
    assert list(BankFeed.objects.filter(is_active=True)) == [others]


def test_the_operators_are_its_peoples_alone() -> None:
    """The service checks it, for all pages."""
    account = operators_account()
    feed, stranger = make_feed(account, "casso"), make_user()
    with pytest.raises(Forbidden):
        sdk.bank_feeds.add(account=None, bank_account=account.pk, kind="sepay", secrets={"key": KEY}, actor=stranger)
    with pytest.raises(Forbidden):
        sdk.bank_feeds.close(feed.pk, account=None, actor=stranger)
    assert list(BankFeed.objects.filter(is_active=True)) == [feed]
