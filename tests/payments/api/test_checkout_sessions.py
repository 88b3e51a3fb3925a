"""Checkout sessions through Stripe's own client, and the buyer on our page."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest
import stripe

from core import clock
from payments.api.services.create_api_key import create_api_key
from payments.bank.services.ingest_bank_transaction import ingest_bank_transaction
from payments.connected_accounts.services.create_payee import create_payee
from payments.intents.services.close_overdue import close_overdue
from payments.models import CheckoutSession, PaymentIntent
from tests.payments.api.helpers import at_vnpay
from tests.payments.bank.helpers import make_account, make_feed, notification, operators_account

LINES = [
    {
        "price_data": {"currency": "vnd", "unit_amount": 120_000, "product_data": {"name": "Xoài cát Chu 3 kg"}},
        "quantity": 2,
    },
    {"price_data": {"currency": "vnd", "unit_amount": 30_000, "product_data": {"name": "Phí gửi"}}, "quantity": 1},
]


def new_session(platform: stripe.StripeClient, options: dict | None = None, **more) -> stripe.checkout.Session:
    return platform.v1.checkout.sessions.create(
        {
            "mode": "payment",
            "line_items": LINES,
            "success_url": "https://shop.example/xong?phien={CHECKOUT_SESSION_ID}",
            "cancel_url": "https://shop.example/gio",
        }
        | more,
        options=options or {},
    )


class Buyer:
    """A buyer's browser that stores cookies and follows no redirects."""

    def __init__(self, server: str, url: str) -> None:
        self.http = httpx.Client(base_url=server)
        self.path = urlsplit(url).path

    def look(self, query: str = "") -> str:
        answer = self.http.get(self.path + query)
        assert answer.status_code == 200
        return answer.text

    def press(self, what: str, **data: str) -> httpx.Response:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.look())
        assert token
        return self.http.post(f"{self.path}/{what}", data={"csrfmiddlewaretoken": token[1]} | data)


def kind(html: str) -> str:
    result = re.search(r'data-kind="(\w+)"', html)
    assert result
    return result[1]


def test_paid_at_vnpay(platform: stripe.StripeClient, live_server, settings) -> None:
    settings.BASE_URL = live_server.url
    session = new_session(
        platform,
        client_reference_id="gio-1",
        customer_email="khach@example.vn",
        metadata={"a": "b"},
        payment_intent_data={"description": "Đơn 1", "metadata": {"order": "1"}, "transfer_group": "G1"},
    )
    assert (session.object, session.status, session.payment_status, session.mode) == (
        "checkout.session", "open", "unpaid", "payment",
    )  # fmt: skip
    assert session.id.startswith("cs_test_")
    assert (session.amount_total, session.currency, session.payment_method_types) == (270_000, "vnd", ["vnpay"])
    assert session.url == f"{live_server.url}/payments/checkout/{session.id}"
    lines = platform.v1.checkout.sessions.line_items.list(session.id, {"limit": 1})
    assert ([one.amount_total for one in lines.data], lines.has_more) == ([240_000], True)
    rest = platform.v1.checkout.sessions.line_items.list(session.id, {"starting_after": lines.data[0].id})
    assert ([one.description for one in rest.data], rest.has_more) == (["Phí gửi"], False)

    buyer = Buyer(live_server.url, session.url)
    page = buyer.look()
    assert kind(page) == "choose"
    assert "Xoài cát Chu 3 kg" in page
    assert "270.000\xa0đ" in page
    assert 'href="https://shop.example/gio"' in page
    to_vnpay = buyer.press("pay", method="vnpay").headers["Location"]
    assert "/vnpay-sandbox/paymentv2/vpcpay.html?" in to_vnpay
    assert buyer.press("pay", method="vnpay").headers["Location"] == to_vnpay  # a second press returns the same attempt
    assert kind(buyer.look("?ve=1")) == "waiting"
    returned = at_vnpay(live_server.url, to_vnpay)["return_url"]
    parts = urlsplit(returned)
    back = buyer.http.get(f"{parts.path}?{parts.query}")
    assert urlsplit(back.headers["Location"]).path == buyer.path
    done = buyer.look("?ve=1")
    assert kind(done) == "complete"
    assert f'content="0;url=https://shop.example/xong?phien={session.id}"' in done

    session = platform.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert (session.status, session.payment_status, session.url) == ("complete", "paid", None)
    assert (session.payment_intent.status, session.payment_intent.transfer_group) == ("succeeded", "G1")
    assert (session.payment_intent.description, session.payment_intent.metadata.to_dict()) == ("Đơn 1", {"order": "1"})
    [event] = platform.v1.events.list({"type": "checkout.session.completed"}).data
    assert (event.data.object.id, event.data.object.payment_status) == (session.id, "paid")
    with pytest.raises(stripe.InvalidRequestError):
        platform.v1.checkout.sessions.expire(session.id)


def test_refused_by_the_bank_and_tried_again(platform: stripe.StripeClient, live_server) -> None:
    session = new_session(platform)
    buyer = Buyer(live_server.url, session.url)
    first = buyer.press("pay", method="vnpay").headers["Location"]
    at_vnpay(live_server.url, first, "insufficient")
    page = buyer.look("?ve=1")
    assert kind(page) == "choose"
    assert 'role="alert"' in page
    second = buyer.press("pay", method="vnpay").headers["Location"]
    assert second != first
    at_vnpay(live_server.url, second)
    assert kind(buyer.look()) == "complete"


def test_paid_by_vietqr(platform: stripe.StripeClient, live_server) -> None:
    account = operators_account()
    feed = make_feed(account)
    session = new_session(platform, locale="en")
    assert session.payment_method_types == ["vnpay", "vietqr"]
    buyer = Buyer(live_server.url, session.url)
    assert buyer.press("pay", method="vietqr").headers["Location"] == buyer.path
    page = buyer.look()
    assert kind(page) == "transfer"
    assert '<html lang="en">' in page
    attempt = PaymentIntent.objects.get(pk=session.payment_intent).attempts.get()
    picture = re.search(r'class="qr"\s+src="([^"]+)"', page)
    assert picture
    assert buyer.http.get(picture[1]).headers["Content-Type"] == "image/svg+xml"
    assert attempt.reference in page
    assert account.number in page
    assert buyer.press("other").headers["Location"] == buyer.path
    assert kind(buyer.look()) == "choose"
    buyer.press("pay", method="vietqr")
    assert PaymentIntent.objects.get(pk=session.payment_intent).attempts.get() == attempt
    ingest_bank_transaction(feed=feed, notification=notification(account, attempt.reference, 270_000))
    assert kind(buyer.http.get(f"{buyer.path}/part").text) == "complete"
    assert platform.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


def test_an_account_collects_by_vietqr_itself(platform, make_client, live_server) -> None:
    payee = create_payee(name="Hộ Xoài")
    theirs = make_client(create_api_key(payee_id=payee.pk)[1])
    with pytest.raises(stripe.InvalidRequestError) as refused:
        new_session(theirs)
    assert (refused.value.code, refused.value.param) == ("payment_method_unsupported_type", "payment_method_types")
    account = make_account(payee)
    session = new_session(platform, options={"stripe_account": payee.pk})
    assert session.payment_method_types == ["vietqr"]
    with pytest.raises(stripe.InvalidRequestError) as hidden:
        platform.v1.checkout.sessions.retrieve(session.id)
    assert hidden.value.http_status == 404
    buyer = Buyer(live_server.url, session.url)
    assert buyer.press("pay", method="vnpay").status_code == 409
    buyer.press("pay", method="vietqr")
    assert account.number in buyer.look()
    assert theirs.v1.checkout.sessions.retrieve(session.id).status == "open"


def test_expired_by_the_shop(platform: stripe.StripeClient, live_server) -> None:
    session = new_session(platform)
    assert platform.v1.checkout.sessions.expire(session.id).status == "expired"
    assert platform.v1.payment_intents.retrieve(session.payment_intent).status == "canceled"
    [event] = platform.v1.events.list({"type": "checkout.session.expired"}).data
    assert event.data.object.id == session.id
    buyer = Buyer(live_server.url, session.url)
    page = buyer.look()
    assert kind(page) == "expired"
    assert 'href="https://shop.example/gio"' in page
    with pytest.raises(stripe.InvalidRequestError) as twice:
        platform.v1.checkout.sessions.expire(session.id)
    assert '["open"]' in str(twice.value)


def test_expired_by_time(platform: stripe.StripeClient, live_server) -> None:
    session = new_session(platform, expires_at=int((clock.now() + timedelta(minutes=45)).timestamp()))
    intent = PaymentIntent.objects.get(pk=session.payment_intent)
    assert int(intent.expires_at.timestamp()) == session.expires_at
    past = clock.now() - timedelta(seconds=1)
    PaymentIntent.objects.filter(pk=intent.pk).update(expires_at=past)
    CheckoutSession.objects.filter(pk=session.id).update(expires_at=past)
    assert kind(Buyer(live_server.url, session.url).look()) == "expired"
    close_overdue(intent_id=intent.pk)
    assert platform.v1.checkout.sessions.retrieve(session.id).status == "expired"


def test_a_destination_session_passes_the_money_on(platform: stripe.StripeClient, live_server) -> None:
    seller = create_payee(name="HTX Xoài").pk
    session = new_session(
        platform, payment_intent_data={"transfer_data": {"destination": seller}, "application_fee_amount": 20_000}
    )
    buyer = Buyer(live_server.url, session.url)
    at_vnpay(live_server.url, buyer.press("pay", method="vnpay").headers["Location"])
    [transfer] = platform.v1.transfers.list().data
    assert (transfer.destination, transfer.amount) == (seller, 270_000)
    assert platform.v1.balance.retrieve(options={"stripe_account": seller}).available[0].amount == 250_000


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({"mode": "subscription"}, "mode"),
        ({"line_items": []}, "line_items"),
        ({"line_items": [{"price": "price_1", "quantity": 1}]}, "line_items[0][price]"),
        ({"expires_at": 1_700_000_000}, "expires_at"),
        ({"expires_at": 4_000_000_000}, "expires_at"),
        ({"payment_method_types": ["card"]}, "payment_method_types[0]"),
        ({"payment_method_types": ["vietqr"]}, "payment_method_types"),
        ({"success_url": "javascript:alert(1)"}, "success_url"),
        ({"ui_mode": "embedded"}, "ui_mode"),
        ({"payment_intent_data": {"application_fee_amount": 1}}, "payment_intent_data[application_fee_amount]"),
        (
            {"payment_intent_data": {"transfer_data": {"destination": "acct_nobody"}}},
            "payment_intent_data[transfer_data][destination]",
        ),
    ],
)
def test_refused_sessions(platform: stripe.StripeClient, params: dict, param: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        new_session(platform, **params)
    assert refused.value.param == param
    assert (CheckoutSession.objects.count(), PaymentIntent.objects.count()) == (0, 0)


@pytest.mark.parametrize(("amount", "code"), [(4_999, "amount_too_small"), (1_000_000_000, "amount_too_large")])
def test_a_session_beyond_vnpays_bounds(platform: stripe.StripeClient, amount: int, code: str) -> None:
    price = {"currency": "vnd", "unit_amount": amount, "product_data": {"name": "Xoài"}}
    with pytest.raises(stripe.InvalidRequestError) as refused:
        new_session(platform, line_items=[{"price_data": price, "quantity": 1}], payment_method_types=["vnpay"])
    assert (refused.value.code, refused.value.param) == (code, "line_items")
    assert (CheckoutSession.objects.count(), PaymentIntent.objects.count()) == (0, 0)


def test_lists_and_changes(platform: stripe.StripeClient) -> None:
    first, second = new_session(platform), new_session(platform)
    sessions = platform.v1.checkout.sessions
    assert [one.id for one in sessions.list().data] == [second.id, first.id]
    assert [one.id for one in sessions.list({"payment_intent": first.payment_intent}).data] == [first.id]
    sessions.expire(first.id)
    assert [one.id for one in sessions.list({"status": "open"}).data] == [second.id]
    assert sessions.update(second.id, {"metadata": {"a": "b"}}).metadata.to_dict() == {"a": "b"}


def test_the_intent_of_an_open_session_is_the_sessions_own(platform: stripe.StripeClient) -> None:
    session = new_session(platform)
    intents = platform.v1.payment_intents
    before = PaymentIntent.objects.values().get()
    for ask in (
        lambda: intents.confirm(session.payment_intent, {"payment_method_data": {"type": "vnpay"}}),
        lambda: intents.update(session.payment_intent, {"amount": 10_000}),
        lambda: intents.cancel(session.payment_intent),
    ):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            ask()
        assert refused.value.code == "payment_intent_unexpected_state"
    assert PaymentIntent.objects.values().get() == before
    assert platform.v1.checkout.sessions.retrieve(session.id).status == "open"


def test_no_such_page(live_server) -> None:
    assert httpx.get(f"{live_server.url}/payments/checkout/cs_test_nothing").status_code == 404


def test_a_line_as_stripes_users_write_it(platform: stripe.StripeClient) -> None:
    """Parameters that change nothing are accepted; a decimal price must be whole đồng."""
    line = {
        "price_data": {"currency": "vnd", "unit_amount_decimal": "50000.0", "product_data": {"name": "Xoài"}},
        "quantity": 2,
        "adjustable_quantity": {"enabled": False},
        "tax_rates": [],
    }
    requested = {"mode": "payment", "success_url": "https://shop.example", "line_items": [line]}
    session = platform.v1.checkout.sessions.create(requested)  # type: ignore[arg-type]
    assert session.amount_total == 100_000
    for change, param in (
        ({"adjustable_quantity": {"enabled": True}}, "line_items[0][adjustable_quantity][enabled]"),
        ({"price_data": {**line["price_data"], "unit_amount": 1}}, "line_items[0][price_data]"),  # type: ignore[dict-item]
        ({"price_data": {"currency": "vnd", "product_data": {"name": "X"}}}, "line_items[0][price_data]"),
        ({"price_data": {**line["price_data"], "unit_amount_decimal": "0.5"}},  # type: ignore[dict-item]
         "line_items[0][price_data][unit_amount_decimal]"),
    ):  # fmt: skip
        with pytest.raises(stripe.InvalidRequestError) as refused:
            platform.v1.checkout.sessions.create({**requested, "line_items": [line | change]})  # type: ignore[arg-type]
        assert refused.value.param == param
    assert len(platform.v1.checkout.sessions.list().data) == 1
