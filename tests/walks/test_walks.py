"""The five walks: the outcome of each, and the number of modules that it runs."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from indicators.areas import everywhere
from indicators.definitions.services.load_definitions import load_definitions
from indicators.reports import queries as reports
from orders.fulfilment.services.cancel_order import cancel_order
from orders.models import Order
from payments.models import Refund
from payments.refunds.services.send_refund import send_refund
from tests.factories import make_officer
from tests.frontend.shop.helpers import add, fill
from tests.market import Market, find
from tests.orders.helpers import ipn, place, ready_cart, start, state
from tests.payments.api.conftest import Api, key  # noqa: F401
from tests.payments.refunds.helpers import steer
from tests.sessions import sign_in
from tools.walk import OUT, leave_out, listed, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def market(market_database: None, db: None) -> Market:
    return find()


@pytest.fixture
def definitions(db: None) -> None:
    load_definitions()


@pytest.fixture(autouse=True)
def every_request(db: None) -> Iterator[None]:
    """Load all modules that answer requests, and exclude from the walks those that run for every request."""
    Client().get("/robots.txt")
    with record("every_request") as paths:
        Client().get("/robots.txt")
    with leave_out(paths):
        yield


@pytest.fixture
def api(key: str) -> Api:  # noqa: F811
    return Api(key)


def is_documented(name: str, paths: list[str]) -> bool:
    """Whether `docs/house.md` lists every module that runs; `python -m tools.walk --write` updates it.

    After other tests it may list modules that do not run, because results are cached.
    """
    return OUT in os.environ or set(paths) <= listed(name)


def online_value() -> int:
    """Online sales of this month in đồng, as an official reads them."""
    month = clock.today().replace(day=1)
    return next(
        figure.value or 0
        for figure in reports.figures(everywhere(), month)
        if figure.definition.code == "online_sales_value"
    )


def test_ipn_to_figure(market: Market, definitions, run_events: Callable[[], int]) -> None:
    checkout_id = ready_cart([(market.mango, 1)])
    order = place(checkout_id).orders[0]
    attempt = start(checkout_id)
    run_events()
    with record("ipn_to_figure") as paths:
        assert ipn(attempt) == "00"
        run_events()
        value = online_value()
    assert (state(order), value) == (("UNCONFIRMED", "FULL"), order.total)
    assert len(paths) <= 41
    assert is_documented("ipn_to_figure", paths)


def test_checkout_to_orders(client: Client, market: Market) -> None:
    add(client, market.mango, 1)
    add(client, market.lotus, 1)
    fill(client)
    view = client.get(reverse("shop:review")).context["view"]
    shown = {"expected_total": view.total, "quote_id": [group.delivery.quote_id for group in view.groups]}
    with record("checkout_to_orders") as paths:
        response = client.post(reverse("shop:place"), shown)
    assert (response.status_code, Order.objects.count()) == (302, 2)
    assert len(paths) <= 42
    assert is_documented("checkout_to_orders", paths)


def test_refund(market: Market, definitions, run_events: Callable[[], int]) -> None:
    checkout_id = ready_cart([(market.mango, 1)])
    order = place(checkout_id).orders[0]
    attempt = start(checkout_id)
    steer(txn_ref=attempt.reference, outcome="success")
    run_events()
    cancel_order(order_id=order.pk, actor=market.manager, reason="cannot_deliver")
    with record("refund") as paths:
        run_events()
        send_refund(refund_id=Refund.objects.get().pk)
        run_events()
    assert Refund.objects.get().status == "succeeded"
    assert len(paths) <= 35
    assert is_documented("refund", paths)


def test_figure_to_rows(market: Market, definitions, run_events: Callable[[], int]) -> None:
    checkout_id = ready_cart([(market.mango, 1)])
    order = place(checkout_id).orders[0]
    ipn(start(checkout_id))
    run_events()
    operator = sign_in(Client(), make_officer("operator"))
    with record("figure_to_rows") as paths:
        page = operator.get(reverse("office:indicator", args=["online_sales_value"]))
    assert page.status_code == 200
    assert order.code in page.content.decode()
    assert len(paths) <= 20
    assert is_documented("figure_to_rows", paths)


def test_post_payment_intents(api: Api) -> None:
    with record("post_payment_intents") as paths:
        status, intent = api.post("/v1/payment_intents", "amount=20000&currency=vnd")
    assert (status, intent["amount"], intent["status"]) == (200, 20_000, "requires_payment_method")
    assert len(paths) <= 22
    assert is_documented("post_payment_intents", paths)
