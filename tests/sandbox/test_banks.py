"""The bank sandbox: one command books a transfer, and its feed calls us."""

import pytest

from payments.models import BankFeed, BankTransfer
from tests.payments.bank.helpers import make_account, operators_account, seen, shown, status_of
from tests.payments.helpers import state

pytestmark = pytest.mark.django_db
CONTROL = "/bank-sandbox/control"


def control(client, **command):
    return client.post(CONTROL, command, content_type="application/json")


@pytest.mark.parametrize("kind", ["sepay", "casso", "payos"])
def test_transfer_pays_an_attempt(client, kind: str) -> None:
    account = make_account()
    attempt = shown(account, 150_000)
    content = f"MBVCB.1234.{attempt.reference.lower()}.CT tu 0123"
    response = control(client, account=account.number, amount=150_000, content=content, feed=kind)
    assert response.status_code == 200
    reported = response.json()
    assert (reported["status"], reported["answer"]) == (200, {"success": True})
    assert reported["transfer"]["state"] == "matched"
    assert reported["transfer"]["payment_intent"] == attempt.intent_id
    assert status_of(attempt) == ("succeeded", "succeeded")
    assert attempt.confirmed_by == kind
    assert seen(attempt).declared is False


def test_transaction_reported_by_two_feeds_is_stored_once(client) -> None:
    account = make_account()
    attempt = shown(account)
    command = {"account": account.number, "amount": 150_000, "content": attempt.reference}
    first = control(client, **command, feed="sepay").json()["transfer"]
    second = control(client, **command, feed="casso").json()["transfer"]
    assert (first["id"], first["state"]) == (second["id"], second["state"]) == (first["id"], "matched")
    assert BankTransfer.objects.count() == 1
    third = control(client, **command, feed="casso").json()["transfer"]
    assert (third["state"], third["question"]) == ("question", "twice")
    assert BankTransfer.objects.count() == 2


def test_repeated_and_forged_calls_change_nothing(client) -> None:
    account = make_account()
    attempt = shown(account)
    command = {"account": account.number, "amount": 150_000, "content": attempt.reference, "feed": "sepay"}
    before = state()
    forged = control(client, **command, bad_signature=True).json()
    assert (forged["status"], forged["transfer"]) == (401, None)
    assert state() == before
    repeated = control(client, **command, repeat=3).json()
    assert [one["status"] for one in repeated["answers"]] == [200, 200, 200]
    assert BankTransfer.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"account": "0000"}, "account"),
        ({"account": None}, "account"),
        ({"account": 5}, "account"),
        ({"amount": "150000"}, "amount"),
        ({"amount": 0}, "amount"),
        ({"amount": 2**60}, "amount"),
        ({"amount": True}, "amount"),
        ({"content": None}, "content"),
        ({"content": "x" * 501}, "content"),
        ({"feed": "momo"}, "feed"),
        ({"repeat": 21}, "repeat"),
        ({"bad_signature": "yes"}, "bad_signature"),
        ({"more": 1}, "more"),
    ],
)
def test_invalid_commands_are_400(client, change: dict, field: str) -> None:
    account = operators_account()
    command = {"account": account.number, "amount": 1_000, "content": "x", "feed": "sepay"} | change
    response = control(client, **command)
    assert (response.status_code, response.json()["error"]["field"]) == (400, field)
    assert not BankTransfer.objects.exists()
    assert not BankFeed.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{", "\x00"])
def test_body_without_a_command_is_400(client, body: str) -> None:
    response = client.post(CONTROL, body, content_type="application/json")
    assert (response.status_code, response.json()["error"]["field"]) == (400, "")
    assert client.get(CONTROL).status_code == 405


def test_button_pays_an_attempt(client) -> None:
    account = make_account()
    control(client, account=account.number, amount=5, content="mo kenh", feed="casso")  # opens a feed
    attempt = shown(account)
    response = client.post(f"/bank-sandbox/pay/{attempt.reference}", {"next": "/don-hang/1/"})
    assert (response.status_code, response["Location"]) == (302, "/don-hang/1/")
    assert status_of(attempt) == ("succeeded", "succeeded")
    assert client.post(f"/bank-sandbox/pay/{attempt.reference}").status_code == 404  # paid


def test_button_without_a_feed_reports_nothing(client) -> None:
    attempt = shown(make_account())
    response = client.post(f"/bank-sandbox/pay/{attempt.reference}", {"next": "https://evil.example/"})
    assert response["Location"] == "/"
    assert status_of(attempt) == ("open", "requires_action")
    assert not BankTransfer.objects.exists()
