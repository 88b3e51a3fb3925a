"""Every id and token of a buyer's orders, tried at every address by everyone else: no access."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlsplit

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from core.graphql.ids import to_global_id
from core.identifiers import read_order_code
from orders.fulfilment.services.confirm_order import confirm_order
from orders.graphql.access import checkout_global_id
from orders.models import Checkout, Order, OrderHistory
from payments.api.services.create_api_key import create_api_key
from payments.models import Attempt, PaymentIntent
from tests.factories import make_user
from tests.frontend.shop.helpers import placed_here, text
from tests.market import Market
from tests.orders.helpers import PHONE, ipn, place, ready_cart, show_account, start
from tests.payments.helpers import message
from tests.sessions import sign_in

pytestmark = pytest.mark.django_db

SECRETS = ("Nguyễn Thị Hoa", PHONE, "0912 345 678", "12 Lê Lai")  # whose the orders are
SHOWN_BY_V1 = (
    "payment_intents", "charges", "transfers", "refunds", "events", "balance_transactions", "application_fees",
    "payouts", "checkout/sessions",
)  # fmt: skip
TOKEN = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"  # a UUID
    r"|\b[a-z]{2,8}_[0-9A-Za-z]{14,}"  # pi_…, ch_…, tr_…, group_…
    r"|\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}\b"  # an order's code
    r"|\b[0-9A-Za-z]{16,32}\b"  # references, the symbols of a group
)
CHECKOUT = "query ($id: ID!) { checkout(id: $id) { phone shippingAddress { streetAddress1 } orders { number } } }"
BOTH = """query ($given: ID!, $checkout: ID!, $order: ID!) {
  a: checkout(id: $given) { phone orders { number } } b: checkout(id: $checkout) { phone orders { number } }
  c: order(id: $given) { number shippingAddress { phone } } d: order(id: $order) { number } }"""
COMPLETE = "mutation ($id: ID!) { checkoutComplete(id: $id) { orders { number } errors { code } } }"


@pytest.fixture
def bought(client: Client, market: Market, run_events: Callable[[], int]) -> list[Order]:
    """A guest's orders of both sellers: paid together by VNPay, and awaiting two transfers."""
    for seller in (market.cooperative, market.household):
        show_account(seller)
    for method in ("vnpay", "vietqr"):
        checkout_id = ready_cart([(market.mango, 1), (market.lotus, 1)], method=method)
        place(checkout_id)
        placed_here(client, checkout_id)
        attempt = start(checkout_id)
        if method == "vnpay":
            assert ipn(attempt) == "00"
            run_events()
    for order in Order.objects.filter(payment_method="vnpay", seller=market.cooperative):
        confirm_order(order_id=order.pk, actor=market.manager)
    return list(Order.objects.order_by("payment_method", "seller_id"))


def shown_to_sellers_developers() -> str:
    """All answers to a read-only key."""
    key = create_api_key(kind="restricted", permissions={"*": "read"})[1]
    reader = Client(headers={"Authorization": f"Bearer {key}"})
    answers = [reader.get(f"/v1/{name}?limit=100") for name in SHOWN_BY_V1]
    assert [answer.status_code for answer in answers] == [200] * len(SHOWN_BY_V1)
    return json.dumps([answer.json() for answer in answers], ensure_ascii=False)


def shown_to_seller(browser: Client, orders: list[Order]) -> str:
    """A seller's pages with their orders."""
    paths = ["today", "orders", "money", "transfers", "goods", "shop", "pos"]
    pages = [browser.get(reverse(f"seller:{name}")) for name in paths]
    pages += [browser.get(reverse(f"seller:{name}", args=[o.code])) for o in orders for name in ("order", "order-slip")]
    assert all(page.status_code == 200 for page in pages), [page.status_code for page in pages]
    return "".join(text(page) for page in pages)


def sent_to_the_gateway() -> str:
    """What is sent to VNPay with the buyer and returns in logged addresses."""
    urls = Attempt.objects.filter(provider="vnpay").values_list("redirect_url", flat=True)
    return " ".join(unquote_plus(value) for url in urls for _name, value in parse_qsl(urlsplit(url).query))


def tokens_in(shown: str) -> set[str]:
    """One of each kind: access depends on the kind only."""
    kinds: dict[str, list[str]] = {}
    for token in sorted(set(TOKEN.findall(shown))):
        kind = token.partition("_")[0] if "_" in token else f"{len(token)}{token.isdecimal()}"
        kinds.setdefault(kind, []).append(token)
    return {token for result in kinds.values() for token in result[:1]}


def doors() -> Iterator[str]:
    """The names of the addresses that an id opens, of the buyers' pages and of the payment pages."""
    for namespace in ("shop", "payments"):
        for name, ways in get_resolver().namespace_dict[namespace][1].reverse_dict.lists():
            if isinstance(name, str) and any(len(arguments) == 1 for way in ways for _path, arguments in way[0]):
                yield f"{namespace}:{name}"


def tries(token: str) -> Iterator[str]:
    for name in doors():
        try:
            yield reverse(name, args=[token])
        except NoReverseMatch:
            continue


def ask(browser: Client, query: str, **variables: str) -> str:
    answer = browser.post("/graphql/", {"query": query, "variables": variables}, content_type="application/json")
    return json.dumps(answer.json(), ensure_ascii=False)


def everything() -> tuple[Any, ...]:
    return (
        list(Order.objects.order_by("pk").values_list("status", "charge_status", "user")),
        OrderHistory.objects.count(),
        list(PaymentIntent.objects.order_by("pk").values_list("status")),
        Attempt.objects.count(),
    )


def test_identifiers_shown_to_others_open_no_order(bought: list[Order], market: Market) -> None:
    of_cooperative = [order for order in bought if order.seller_id == market.cooperative.pk]
    of_household = [order for order in bought if order.seller_id == market.household.pk]
    sellers = {
        "cooperative": sign_in(Client(), market.manager),
        "household": sign_in(Client(), market.household_owner),
    }
    shown = {
        "cooperative": shown_to_seller(sellers["cooperative"], of_cooperative),
        "household": shown_to_seller(sellers["household"], of_household),
    }
    outside = shown_to_sellers_developers() + sent_to_the_gateway()

    # Data sent to others names no order and no checkout; a seller sees no order of another seller.
    assert not [order.code for order in bought if order.code in outside]
    assert not [
        str(pk) for pk in Checkout.objects.values_list("pk", flat=True) if str(pk) in outside + "".join(shown.values())
    ]
    assert not [order.code for order in of_household if order.code in shown["cooperative"]]
    assert not [order.code for order in of_cooperative if order.code in shown["household"]]
    assert "/thanh-toan/" not in "".join(shown.values())

    # Ids that are never shown open nothing either.
    codes = [order.code for order in bought]
    hidden = {str(Checkout.objects.values_list("pk", flat=True)[0]), str(bought[0].pk), bought[0].code, bought[-1].code}
    tokens = tokens_in(outside + "".join(shown.values())) | hidden
    before = everything()
    for who, browser in {"stranger": Client(), "seller": sellers["cooperative"]}.items():
        for token in tokens:
            for address in tries(token):
                for answer in (browser.get(address), browser.post(address)):
                    assert answer.status_code < 500, (who, address)
                    assert not [secret for secret in SECRETS if secret in text(answer)], (who, address)
            checkout, order = to_global_id("Checkout", token), to_global_id("Order", token)
            result = ask(browser, BOTH, supplied=token, checkout=checkout, order=order) + ask(
                browser, COMPLETE, id=checkout
            )
            assert not [secret for secret in (*SECRETS, *codes) if secret in result], (who, token)
    assert everything() == before


def test_seller_knowing_the_phone_opens_own_orders_only(bought: list[Order], market: Market) -> None:
    browser = sign_in(Client(), market.manager)
    own = {order.code for order in bought if order.seller_id == market.cooperative.pk}
    shown = shown_to_seller(browser, [o for o in bought if o.code in own])
    shown += shown_to_sellers_developers() + sent_to_the_gateway()
    tokens = {token for token in TOKEN.findall(shown) if read_order_code(token[:40])}
    assert tokens == own  # no other displayed value is an order code


@pytest.mark.parametrize("method", ["vnpay", "vietqr"])
def test_code_and_phone_give_read_only_access(bought: list[Order], method: str) -> None:
    order = next(order for order in bought if order.payment_method == method)
    reader = Client()
    reader.post(reverse("shop:orders"), {"code": order.code, "phone": PHONE})
    page = text(reader.get(reverse("shop:order", args=[order.code])))
    assert "Nguyễn Thị Hoa" in page
    assert "/thanh-toan/" not in page
    before = everything()
    closed = ["payment", "payment-part", "pay-again", "order-cancel", "order-return", "order-return-withdraw"]
    for name in closed:
        address = reverse(f"shop:{name}", args=[order.code])
        for answer in (reader.get(address), reader.post(address)):
            assert answer.status_code == 405 or answer.headers["Location"].startswith(reverse("shop:orders"))
    assert everything() == before


def test_seller_is_redirected_to_the_sellers_order_page(bought: list[Order], market: Market) -> None:
    order = next(order for order in bought if order.seller_id == market.cooperative.pk)
    seller = sign_in(Client(), market.manager).get(reverse("shop:order", args=[order.code]))
    assert seller.headers["Location"] == reverse("seller:order", args=[order.code])
    operator = sign_in(Client(), make_user(is_superuser=True, is_staff=True))
    assert (
        operator.get(reverse("shop:payment", args=[order.code])).headers["Location"].startswith(reverse("shop:orders"))
    )


def test_signed_in_buyer_opens_own_payment_in_any_browser(market: Market) -> None:
    buyer, checkout_id = make_user(), ready_cart([(market.mango, 1)], user=None)
    Checkout.objects.filter(pk=checkout_id).update(user=buyer)
    order = place(checkout_id).orders[0]
    address = reverse("shop:payment", args=[order.code])
    assert sign_in(Client(), buyer).get(address).status_code == 200
    assert sign_in(Client(), make_user()).get(address).status_code == 302


@pytest.fixture
def returned(market: Market) -> tuple[Order, dict[str, str]]:
    """An order at the gateway, and the signed return of its payment."""
    order = place(ready_cart([(market.mango, 1), (market.lotus, 1)])).orders[0]
    attempt = start(order.checkout_id)
    return order, message(attempt, vnp_PayDate="")


def test_recent_gateway_return_opens_the_payment_once_in_another_browser(
    returned: tuple[Order, dict[str, str]],
) -> None:
    order, signed = returned
    banks, thiefs = Client(), Client()
    page = banks.get(reverse("shop:payment-return", args=["vnpay"]), signed, follow=True)
    assert page.redirect_chain == [(reverse("shop:payment", args=[order.code]), 302)]
    assert page.status_code == 200
    used = thiefs.get(reverse("shop:payment-return", args=["vnpay"]), signed)
    assert used.status_code == 403
    assert order.code not in text(used)
    assert thiefs.get(reverse("shop:payment", args=[order.code])).status_code == 302
    again = banks.get(reverse("shop:payment-return", args=["vnpay"]), signed, follow=True)  # "Back" in the same browser
    assert again.status_code == 200


def test_old_gateway_return_is_refused(returned: tuple[Order, dict[str, str]]) -> None:
    order, _signed = returned
    attempt = Attempt.objects.get(intent_id=order.allocation.intent_id)
    old = message(attempt)  # signed in the past
    assert Client().get(reverse("shop:payment-return", args=["vnpay"]), old).status_code == 403
    assert Attempt.objects.get().returned_at is None


def test_placed_guest_checkout_is_not_found(client: Client, market: Market) -> None:
    checkout_id = ready_cart([(market.mango, 1)])
    key = checkout_global_id(checkout_id)
    assert PHONE in ask(client, CHECKOUT, id=key)
    order = place(checkout_id).orders[0]
    assert '"code": "NOT_FOUND"' in ask(client, CHECKOUT, id=key)
    assert order.code in ask(
        client, COMPLETE, id=key
    )  # the browser that placed it may request the answer again for an hour
    Checkout.objects.update(placed_at="2026-01-01T00:00:00Z")
    assert order.code not in ask(client, COMPLETE, id=key)
