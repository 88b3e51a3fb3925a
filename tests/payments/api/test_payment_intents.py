"""Payment intents between their making and their end: changes, confirmations, deadlines, cancellation."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from core import clock
from payments.callbacks import ipn
from payments.connected_accounts.services.create_payee import create_payee
from payments.intents.services.close_overdue import close_overdue
from payments.intents.services.complete_attempt import complete_attempt
from payments.models import Attempt, PaymentIntent, PaymentReviewReason, Transfer
from payments.providers.results import AttemptResult, Outcome
from tests.integrity import mismatches
from tests.payments.api.conftest import Api
from tests.payments.helpers import message, state

INTENTS = "/v1/payment_intents"
VNPAY = "payment_method_data[type]=vnpay"


@pytest.fixture
def intent(api: Api) -> dict:
    body = "amount=10000&currency=vnd&description=A&metadata[a]=1&metadata[b]=2&transfer_group=g"
    return api.post(INTENTS, body)[1]


def test_update_changes_the_named_parameters_only(api: Api, intent: dict) -> None:
    path = f"{INTENTS}/{intent['id']}"
    _, changed = api.post(path, "amount=20000&metadata[a]=&metadata[c]=3&description=")
    assert changed == intent | {"amount": 20_000, "description": None, "metadata": {"b": "2", "c": "3"}}
    _, changed = api.post(path, f"metadata=&{VNPAY}&payment_method_options[vnpay][expires_after_seconds]=120")
    assert (changed["metadata"], changed["status"]) == ({}, "requires_confirmation")
    assert changed["payment_method_options"] == {"vnpay": {"expires_after_seconds": 120}}
    assert api.get(f"/v1/payment_methods/{changed['payment_method']}")[1]["type"] == "vnpay"
    assert api.post(path)[1] == changed


@pytest.mark.parametrize(
    ("amount", "code"),
    [(4_999, "amount_too_small"), (5_000, None), (999_999_999, None), (1_000_000_000, "amount_too_large")],
)
def test_vnpays_bounds(api: Api, intent: dict, amount: int, code: str | None) -> None:
    """What VNPay alone could pay is refused at once; what another method can carry, when VNPay is chosen for it."""
    requested = f"amount={amount}&currency=vnd"
    one = f"{INTENTS}/{intent['id']}"
    doors = [
        (INTENTS, f"{requested}&{VNPAY}"),
        (INTENTS, f"{requested}&payment_method_types[]=vnpay"),
        (one, f"amount={amount}&{VNPAY}"),
        (f"{INTENTS}/{api.post(INTENTS, requested)[1]['id']}/confirm", VNPAY),
    ]
    before = state()
    for path, body in doors:
        if code:
            assert api.error("POST", path, body) == (400, "invalid_request_error", code, "amount")
            assert state() == before
        else:
            assert api.post(path, body)[1]["amount"] == amount


def test_amount_is_not_changed_during_an_attempt(api: Api, intent: dict) -> None:
    path = f"{INTENTS}/{intent['id']}"
    api.post(f"{path}/confirm", VNPAY)
    before = state()
    assert api.error("POST", path, "amount=20000")[2] == "payment_intent_unexpected_state"
    assert state() == before
    assert api.post(path, "metadata[a]=9")[1]["metadata"] == {"a": "9", "b": "2"}


def test_confirmed_again_returns_the_same_attempt(api: Api, intent: dict) -> None:
    confirm = f"{INTENTS}/{intent['id']}/confirm"
    first = api.post(confirm, VNPAY)[1]
    assert api.post(confirm, VNPAY)[1]["next_action"] == first["next_action"]
    assert api.post(confirm)[1]["next_action"] == first["next_action"]
    assert Attempt.objects.count() == 1


def test_another_method_makes_another_attempt(api: Api, intent: dict) -> None:
    confirm = f"{INTENTS}/{intent['id']}/confirm"
    api.post(confirm, VNPAY)
    _, paid = api.post(confirm, "payment_method_data[type]=cash")
    assert (paid["status"], paid["amount_received"]) == ("succeeded", 10_000)
    # The buyer pays at the gateway all the same: the payment is posted to suspense, and refunded.
    gateway = Attempt.objects.get(provider="vnpay")
    complete_attempt(reference=gateway.reference, result=AttemptResult(Outcome.SUCCEEDED, response_code="00"))
    _, refunds = api.get(f"/v1/refunds?payment_intent={intent['id']}")
    assert [(one["amount"], one["reason"], one["status"]) for one in refunds["data"]] == [
        (10_000, "duplicate", "pending")
    ]
    charge = api.get(f"/v1/charges/{refunds['data'][0]['charge']}")[1]
    assert (charge["paid"], charge["refunded"], charge["balance_transaction"]) == (True, True, None)


@time_machine.travel("2026-11-22 12:00:00Z", tick=False)
def test_deadline_is_sent_to_the_gateway(api: Api, intent: dict) -> None:
    assert intent["expires_at"] is None
    body = f"{VNPAY}&payment_method_options[vnpay][expires_after_seconds]=120"
    _, going = api.post(f"{INTENTS}/{intent['id']}/confirm", body)
    assert going["expires_at"] == int(clock.now().timestamp()) + 120
    query = parse_qs(urlsplit(going["next_action"]["redirect_to_url"]["url"]).query)
    assert (query["vnp_CreateDate"], query["vnp_ExpireDate"]) == (["20261122190000"], ["20261122190200"])


def test_expired_intent_waits_for_the_providers_result_and_ends(api: Api, intent: dict) -> None:
    path = f"{INTENTS}/{intent['id']}"
    api.post(f"{path}/confirm", VNPAY)
    late = clock.now() + timedelta(minutes=16)
    with time_machine.travel(late, tick=False):
        assert api.error("POST", f"{path}/confirm")[2] == "payment_intent_unexpected_state"
        assert close_overdue(intent_id=intent["id"]) == "canceled"
    _, ended = api.get(path)
    assert (ended["status"], ended["cancellation_reason"], ended["next_action"]) == ("canceled", "expired", None)


def test_failed_intent_has_no_deadline_until_the_next_attempt(api: Api, intent: dict) -> None:
    path = f"{INTENTS}/{intent['id']}"
    first = api.post(f"{path}/confirm", VNPAY)[1]
    reported = AttemptResult(Outcome.FAILED, response_code="24", data={"transaction_status": "02"})
    complete_attempt(reference=Attempt.objects.get().reference, result=reported)
    _, failed = api.get(path)
    assert (failed["status"], failed["expires_at"], failed["payment_method"]) == ("requires_payment_method", None, None)
    assert failed["last_payment_error"]["decline_code"] == "payment_method_customer_decline"
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert close_overdue(intent_id=intent["id"]) == "requires_payment_method"
        _, again = api.post(f"{path}/confirm", VNPAY)
    assert again["status"] == "requires_action"
    assert again["expires_at"] > first["expires_at"] + 80_000
    assert Attempt.objects.count() == 2


@pytest.mark.parametrize("reason", ["", "abandoned", "duplicate", "fraudulent", "requested_by_customer"])
def test_cancelled(api: Api, intent: dict, reason: str) -> None:
    path = f"{INTENTS}/{intent['id']}/cancel"
    _, ended = api.post(path, f"cancellation_reason={reason}" if reason else "")
    assert (ended["status"], ended["cancellation_reason"]) == ("canceled", reason or None)
    assert ended["canceled_at"] >= ended["created"]
    assert api.error("POST", path)[2] == "payment_intent_unexpected_state"


def test_cancelled_for_no_reason_of_ours(api: Api, intent: dict) -> None:
    assert (
        api.error("POST", f"{INTENTS}/{intent['id']}/cancel", "cancellation_reason=bored")[3] == "cancellation_reason"
    )
    assert PaymentIntent.objects.get().status == "requires_payment_method"


def test_intent_in_review_is_not_changed(api: Api, intent: dict) -> None:
    path = f"{INTENTS}/{intent['id']}"
    api.post(f"{path}/confirm", VNPAY)
    complete_attempt(
        reference=Attempt.objects.get().reference,
        result=AttemptResult(Outcome.REVIEW, review_reason=PaymentReviewReason.SUSPECTED),
    )
    _, held = api.get(path)
    assert (held["review"], held["next_action"]) == (f"prv_{intent['id'].removeprefix('pi_')}", None)
    before = state()
    for action in ("/confirm", "/cancel"):
        assert api.error("POST", path + action)[2] == "payment_intent_unexpected_state"
    assert api.error("POST", "/v1/refunds", f"payment_intent={intent['id']}")[2] == "charge_not_refundable"
    assert state() == before


@pytest.fixture
def household(db) -> str:
    bank = {"bin": "970436", "number": "0071001234567", "holder": "LE THI SEN"}
    return create_payee(name="Hộ Sen", business_type="individual", bank=bank).pk


def test_a_fee_that_leaves_no_room_for_the_tax_yields_to_it(api: Api, household: str) -> None:
    """The fee is limited to the amount less the tax: of 100.000 đ 7.000 are tax, and 93.000 are left for the fee."""
    split = f"transfer_data[destination]={household}&application_fee_amount=97000"
    api.post(INTENTS, f"amount=100000&currency=vnd&confirm=true&return_url=https://a.example/&{VNPAY}&{split}")
    attempt = Attempt.objects.get()
    assert ipn.answer("vnpay", message(attempt))["RspCode"] == "00"
    transfer = Transfer.objects.get()
    assert (transfer.amount, transfer.commission, transfer.vat, transfer.pit) == (100_000, 93_000, 5_000, 2_000)
    assert mismatches("payments") == []


def test_transfer_amount_and_fee_are_exclusive(api: Api, household: str) -> None:
    split = f"transfer_data[destination]={household}"
    for first, then, param in (
        ("transfer_data[amount]=10", "application_fee_amount=5000", "transfer_data[amount]"),
        ("application_fee_amount=5000", "transfer_data[amount]=10", "transfer_data[amount]"),
    ):
        _, intent = api.post(INTENTS, f"amount=100000&currency=vnd&{split}&{first}")
        path, before = f"{INTENTS}/{intent['id']}", state()
        assert api.error("POST", path, then) == (400, "invalid_request_error", None, param)
        assert state() == before
    _, changed = api.post(path, "application_fee_amount=&transfer_data[amount]=10")
    assert (changed["application_fee_amount"], changed["transfer_data"]["amount"]) == (None, 10)
