"""`previous_attributes`: only what an update changed, as it was before, on every `*.updated` event."""

import pytest

from payments.connected_accounts.services.create_payee import create_payee
from payments.connected_accounts.services.create_transfer import create_transfer
from payments.connected_accounts.services.update_bank import update_bank
from payments.connected_accounts.services.update_payee import update_payee
from payments.connected_accounts.services.update_transfer import update_transfer
from payments.events.publish import previous_attributes
from payments.intents.services.complete_attempt import complete_attempt
from payments.models import ApiEvent, Attempt, Payout, Refund, Transfer
from payments.payouts.services.create_payout import create_payout
from payments.payouts.services.make_batch import make_batch
from payments.payouts.services.set_schedule import set_schedule
from payments.payouts.services.update_payout import update_payout
from payments.providers.results import AttemptResult, Outcome, RefundOutcome, RefundResult
from payments.refunds.services.approve_refund import approve_refund
from payments.refunds.services.complete_refund import cancel_refund, fail_refund, succeed_refund
from payments.refunds.services.create_refund import create_refund
from payments.refunds.services.send_refund import record_refund_result
from tests.factories import make_officer
from tests.payments.helpers import make_attempt
from tests.payments.payouts.helpers import rich_payee

pytestmark = pytest.mark.django_db


def changed(event_type: str) -> dict:
    """What the latest event of a type says was different before."""
    return ApiEvent.objects.filter(type=event_type).latest("sequence").data["previous_attributes"]


def paid(amount: int = 300_000) -> Attempt:
    attempt = make_attempt(amount=amount)
    complete_attempt(reference=attempt.reference, result=AttemptResult(Outcome.SUCCEEDED))
    attempt.refresh_from_db()
    return attempt


@pytest.mark.parametrize(
    ("before", "after", "reported"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, {"b": 2}),
        ({"a": 1}, {"a": 1}, {}),
        ({"m": {"x": "1", "y": "2"}}, {"m": {"x": "9", "z": "3"}}, {"m": {"x": "1", "y": "2", "z": None}}),
        ({"data": [1, 2]}, {"data": [1, 3]}, {"data": [1, 2]}),
        ({"next": None}, {"next": {"type": "qr"}}, {"next": None}),
        ({"next": {"type": "qr"}}, {"next": None}, {"next": {"type": "qr"}}),
        ({"a": {"b": {"c": 1, "d": 2}}}, {"a": {"b": {"c": 1, "d": 3}}}, {"a": {"b": {"d": 2}}}),
        ({}, {"new": 5}, {"new": None}),
        ({"flag": False}, {"flag": 0}, {}),
    ],
)  # fmt: skip
def test_only_what_differs_with_its_old_value(before: dict, after: dict, reported: dict) -> None:
    assert previous_attributes(before, after) == reported


def test_an_account() -> None:
    payee = create_payee(name="HTX Xoài", email="a@b.vn", metadata={"ma": "1", "giu": "x"})
    update_payee(payee_id=payee.pk, name="HTX Ổi", metadata={"ma": "2", "giu": "x", "moi": "3"})
    assert changed("account.updated") == {
        "business_profile": {"name": "HTX Xoài"},
        "metadata": {"ma": "1", "moi": None},
        "settings": {"dashboard": {"display_name": "HTX Xoài"}},
    }
    set_schedule(payee_id=payee.pk, interval="weekly", anchor=2)
    assert changed("account.updated") == {"settings": {"payouts": {"schedule": {"weekly_anchor": "monday"}}}}
    update_bank(payee_id=payee.pk, bin="970436", number="0123456789", holder="HTX OI")
    reported = changed("account.updated")
    assert reported["external_accounts"] == {"data": [], "total_count": 0}
    assert reported["payouts_enabled"] is False
    assert ApiEvent.objects.filter(type="account.updated", payee=payee).count() == 3


def test_update_without_a_change_sends_no_event() -> None:
    payee = create_payee(name="HTX Xoài")
    update_payee(payee_id=payee.pk, name="HTX Xoài")
    assert ApiEvent.objects.filter(type="account.updated").count() == 0


def test_a_transfer() -> None:
    attempt, payee = paid(), create_payee(name="HTX Xoài")
    transfer = create_transfer(
        intent_id=attempt.intent_id, amount=200_000, payee_id=payee.pk, application_fee_amount=0, description="cũ"
    )
    update_transfer(transfer_id=transfer.pk, description="mới", metadata={"don": "7"})
    assert changed("transfer.updated") == {"description": "cũ", "metadata": {"don": None}}
    assert ApiEvent.objects.get(type="transfer.updated").data["object"]["description"] == "mới"
    assert Transfer.objects.get().amount == 200_000


def test_a_payout() -> None:
    payout = create_payout(payee_id=rich_payee(500_000).pk, amount=500_000)
    update_payout(payout_id=payout.pk, metadata={"lo": "3"})
    assert changed("payout.updated") == {"metadata": {"lo": None}}
    make_batch(actor=make_officer("operator"))
    assert changed("payout.updated") == {"status": "pending"}
    assert Payout.objects.get().status == "in_transit"


def test_a_refund_that_vnpay_pays() -> None:
    attempt = paid()
    refund = create_refund(intent_id=attempt.intent_id, amount=100_000, reason="duplicate")
    Refund.objects.update(phase="in_flight")
    record_refund_result(
        refund_id=refund.pk, result=RefundResult(RefundOutcome.SUCCEEDED, provider_ref="14422999", response_code="00")
    )
    expected = {
        "destination_details": {"vnpay": {"reference": None, "reference_status": "pending"}},
        "pending_reason": "processing",
        "status": "pending",
    }
    assert changed("refund.updated") == changed("charge.refund.updated") == expected


def test_failed_refund_sends_two_events_and_only_the_update_has_previous_attributes() -> None:
    attempt = paid()
    refund = create_refund(intent_id=attempt.intent_id, amount=100_000, reason="duplicate")
    fail_refund(refund_id=refund.pk, reason="declined")
    assert "previous_attributes" not in ApiEvent.objects.get(type="refund.failed").data
    assert changed("charge.refund.updated") == {
        "failure_balance_transaction": None,
        "failure_reason": None,
        "pending_reason": "processing",
        "status": "pending",
    }


def test_approved_refund_and_canceled_refund(settings) -> None:
    settings.REFUND_APPROVAL_LIMIT = 50_000
    attempt = paid()
    refund = create_refund(intent_id=attempt.intent_id, amount=100_000, reason="duplicate")
    cancel_refund(refund_id=refund.pk)
    assert changed("refund.updated")["status"] == "pending"
    by_hand = create_refund(intent_id=attempt.intent_id, amount=100_000, reason="duplicate")
    Refund.objects.filter(pk=by_hand.pk).update(by_hand=True)
    approve_refund(refund_id=by_hand.pk, actor=make_officer("operator"))
    approve_refund(refund_id=by_hand.pk, actor=make_officer("operator"))
    assert changed("refund.updated") == {"pending_reason": "processing", "status": "pending"}
    succeed_refund(refund_id=by_hand.pk, proof="UNC 12")
    assert changed("refund.updated") == {"status": "requires_action"}
