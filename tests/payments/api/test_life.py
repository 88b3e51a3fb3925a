"""A payment's whole life through Stripe's own client, against a live server of ours."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import stripe

from payments.api.services.create_api_key import create_api_key
from payments.connected_accounts.services.create_payee import create_payee
from tests.payments.bank.helpers import make_account, make_feed


def play(server: str, intent: stripe.PaymentIntent, outcome: str = "success") -> dict:
    """The buyer at VNPay, by the stand-in's control."""
    reference = parse_qs(urlsplit(intent.next_action.redirect_to_url.url).query)["vnp_TxnRef"][0]
    answer = httpx.post(f"{server}/vnpay-sandbox/control", json={"txn_ref": reference, "outcome": outcome})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_paid_by_vnpay_and_refunded_in_parts(platform: stripe.StripeClient, live_server) -> None:
    intents = platform.v1.payment_intents
    intent = intents.create(
        {
            "amount": 300_000,
            "currency": "vnd",
            "payment_method_types": ["vnpay"],  # type: ignore[typeddict-unknown-key]
            "description": "Đơn hàng 1",
            "metadata": {"order": "1"},
            "transfer_group": "checkout-1",
        }
    )
    assert (intent.object, intent.status, intent.amount, intent.currency) == (
        "payment_intent", "requires_payment_method", 300_000, "vnd",
    )  # fmt: skip
    assert intent.client_secret.startswith(f"{intent.id}_secret_")
    assert (intent.amount_received, intent.latest_charge, intent.next_action) == (0, None, None)

    intent = intents.confirm(
        intent.id,
        {"payment_method_data": {"type": "vnpay"}, "return_url": "https://shop.example/done?order=1"},
    )
    assert intent.status == "requires_action"
    assert intent.next_action.type == "redirect_to_url"
    assert intent.next_action.redirect_to_url.return_url == "https://shop.example/done?order=1"
    url = urlsplit(intent.next_action.redirect_to_url.url)
    assert url.path == "/vnpay-sandbox/paymentv2/vpcpay.html"
    assert parse_qs(url.query)["vnp_Amount"] == ["30000000"]

    returned = play(live_server.url, intent)["return_url"]
    back = httpx.get(live_server.url + urlsplit(returned).path + "?" + urlsplit(returned).query)
    assert back.status_code == 302
    target = urlsplit(back.headers["Location"])
    assert (target.netloc, target.path) == ("shop.example", "/done")
    assert parse_qs(target.query) == {
        "order": ["1"],
        "payment_intent": [intent.id],
        "payment_intent_client_secret": [intent.client_secret],
        "redirect_status": ["succeeded"],
    }

    intent = intents.retrieve(intent.id, {"expand": ["latest_charge.balance_transaction"]})
    assert (intent.status, intent.amount_received) == ("succeeded", 300_000)
    charge = intent.latest_charge
    assert (charge.paid, charge.captured, charge.status, charge.amount_captured) == (True, True, "succeeded", 300_000)
    assert charge.payment_method_details.type == "vnpay"
    line = charge.balance_transaction
    assert (line.type, line.amount, line.fee, line.net, line.source) == ("charge", 300_000, 0, 300_000, charge.id)
    assert platform.v1.balance.retrieve().available[0].amount == 300_000

    part = platform.v1.refunds.create(
        {"charge": charge.id, "amount": 100_000, "reason": "requested_by_customer", "metadata": {"why": "late"}}
    )
    assert (part.status, part.amount, part.reason, part.charge) == (
        "pending", 100_000, "requested_by_customer", charge.id,
    )  # fmt: skip
    rest = platform.v1.refunds.create({"payment_intent": intent.id})
    assert rest.amount == 200_000
    charge = platform.v1.charges.retrieve(charge.id)
    assert (charge.amount_refunded, charge.refunded, [r.id for r in charge.refunds.data]) == (
        300_000, True, [rest.id, part.id],
    )  # fmt: skip
    with pytest.raises(stripe.InvalidRequestError) as refused:
        platform.v1.refunds.create({"charge": charge.id})
    assert refused.value.code == "charge_already_refunded"
    assert [one.amount for one in platform.v1.balance_transactions.list().data] == [-200_000, -100_000, 300_000]
    assert platform.v1.balance.retrieve().available[0].amount == 0


def test_refused_by_the_bank_and_paid_on_the_second_try(platform: stripe.StripeClient, live_server) -> None:
    intents = platform.v1.payment_intents
    requested = {"amount": 50_000, "currency": "vnd", "payment_method_data": {"type": "vnpay"}}
    intent = intents.create({**requested, "confirm": True})  # type: ignore[typeddict-item]
    play(live_server.url, intent, "insufficient")
    failed = intents.retrieve(intent.id)
    assert failed.status == "requires_payment_method"
    assert failed.last_payment_error.decline_code == "insufficient_funds"
    assert failed.last_payment_error.code == "card_declined"
    charge = platform.v1.charges.retrieve(failed.latest_charge)
    assert (charge.status, charge.paid, charge.failure_code) == ("failed", False, "card_declined")
    assert (charge.outcome.type, charge.outcome.reason) == ("issuer_declined", "insufficient_funds")
    again = intents.confirm(intent.id, {"payment_method_data": {"type": "vnpay"}})
    assert again.status == "requires_action"
    assert again.next_action.redirect_to_url.url != intent.next_action.redirect_to_url.url
    play(live_server.url, again)
    paid = intents.retrieve(intent.id)
    assert (paid.status, paid.last_payment_error) == ("succeeded", None)
    assert paid.latest_charge != charge.id


def test_paid_amount_is_transferred_to_a_seller(platform: stripe.StripeClient, live_server) -> None:
    payee = create_payee(name="HTX Mỹ Xương").pk
    intent = platform.v1.payment_intents.create(
        {
            "amount": 200_000,
            "currency": "vnd",
            "payment_method_data": {"type": "vnpay"},  # type: ignore[typeddict-item]
            "confirm": True,
            "transfer_data": {"destination": payee},
            "application_fee_amount": 10_000,
        }
    )
    play(live_server.url, intent)
    charge = platform.v1.charges.retrieve(
        platform.v1.payment_intents.retrieve(intent.id).latest_charge,
        {"expand": ["transfer.destination_payment.balance_transaction", "application_fee"]},
    )
    assert charge.transfer_data.destination == payee
    assert charge.transfer.destination == payee
    line = charge.transfer.destination_payment.balance_transaction
    assert (line.type, line.amount, line.fee, line.net) == ("payment", 200_000, 10_000, 190_000)
    assert charge.application_fee.amount == 10_000
    theirs = platform.v1.balance.retrieve(options={"stripe_account": payee})
    assert (theirs.available[0].amount, theirs.pending[0].amount) == (190_000, 0)
    assert platform.v1.balance.retrieve().available[0].amount == 10_000

    with pytest.raises(stripe.InvalidRequestError) as refused:
        platform.v1.refunds.create({"charge": charge.id, "amount": 100_000})
    assert refused.value.code == "balance_insufficient"
    refund = platform.v1.refunds.create(
        {
            "charge": charge.id,
            "amount": 100_000,
            "reverse_transfer": True,
            "refund_application_fee": True,
            "expand": ["transfer_reversal.balance_transaction"],
        }
    )
    reversal = refund.transfer_reversal
    assert (reversal.amount, reversal.transfer, reversal.source_refund) == (100_000, charge.transfer.id, refund.id)
    assert reversal.balance_transaction.net == 100_000
    charge = platform.v1.charges.retrieve(charge.id, {"expand": ["transfer", "application_fee"]})
    assert (charge.transfer.amount_reversed, charge.application_fee.amount_refunded) == (100_000, 5_000)
    theirs = platform.v1.balance.retrieve(options={"stripe_account": payee})
    assert theirs.available[0].amount == 95_000
    assert platform.v1.balance.retrieve().available[0].amount == 5_000


def test_buyer_pays_by_transfer_to_the_sellers_own_account(platform: stripe.StripeClient, live_server) -> None:
    account = make_account()
    make_feed(account)
    own = {"stripe_account": account.payee_id}
    intent = platform.v1.payment_intents.create(
        {
            "amount": 80_000,
            "currency": "vnd",
            "payment_method_types": ["vietqr"],
            "payment_method_data": {"type": "vietqr"},  # type: ignore[typeddict-item]
            "payment_method_options": {"vietqr": {"expires_after_seconds": 600}},  # type: ignore[typeddict-unknown-key]
            "confirm": True,
        },
        own,
    )
    assert (intent.status, intent.next_action.type) == ("requires_action", "vietqr_display_qr_code")
    qr = intent.next_action.vietqr_display_qr_code
    assert (qr.bank_bin, qr.account_number, qr.account_name, qr.amount) == (
        account.bin,
        account.number,
        "HO MAU",
        80_000,
    )
    assert qr.data.startswith("000201")
    assert qr.reference in qr.data
    assert 595 <= qr.expires_at - intent.created <= 605
    for url, kind in ((qr.image_url_svg, "image/svg+xml"), (qr.image_url_png, "image/png")):
        parts = urlsplit(url)
        picture = httpx.get(f"{live_server.url}{parts.path}")
        assert (picture.status_code, picture.headers["Content-Type"]) == (200, kind)
    reported = {"account": account.number, "amount": 80_000, "content": f"CK {qr.reference} cam on", "feed": "sepay"}
    httpx.post(f"{live_server.url}/bank-sandbox/control", json=reported).raise_for_status()
    paid = platform.v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]}, own)
    assert (paid.status, paid.amount_received, paid.next_action) == ("succeeded", 80_000, None)
    assert (paid.latest_charge.payment_method_details.type, paid.latest_charge.balance_transaction) == ("vietqr", None)
    refund = platform.v1.refunds.create({"payment_intent": intent.id}, own)
    assert (refund.status, refund.amount) == ("requires_action", 80_000)
    assert platform.v1.refunds.cancel(refund.id, {}, own).status == "canceled"
    assert platform.v1.charges.retrieve(paid.latest_charge.id, {}, own).amount_refunded == 0


def test_vietqr_without_a_bank_account_is_refused(platform: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        platform.v1.payment_intents.create(
            {
                "amount": 80_000,
                "currency": "vnd",
                "payment_method_data": {"type": "vietqr"},  # type: ignore[typeddict-item]
                "confirm": True,
            }
        )
    assert (refused.value.code, refused.value.param) == ("payment_method_unactivated", "payment_method_data[type]")
    assert platform.v1.payment_intents.list().data == []


def test_module_level_client_of_stripe_works(
    platform: stripe.StripeClient, live_server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stripe's older style: one key and one address for the whole process."""
    monkeypatch.setattr(stripe, "api_base", live_server.url)
    monkeypatch.setattr(stripe, "api_key", create_api_key()[1])
    built = stripe.PaymentIntent.create(
        amount=10_000, currency="vnd", payment_method_data={"type": "cash"}, confirm=True
    )
    assert (built.status, built.amount_received) == ("succeeded", 10_000)
    assert stripe.Charge.retrieve(built.latest_charge).payment_method_details.type == "cash"
