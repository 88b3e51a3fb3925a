"""No URL argument or query string causes a server error: every route of the resolver is tried."""

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.models import Membership
from cooperatives.models import SellerMembership, SellerRole
from indicators.definitions.services.load_definitions import load_definitions
from indicators.models import Definition
from orders.models import Order
from payments.models import Attempt, JournalEntry, LedgerAccount
from tests.factories import make_user
from tests.market import Market
from tests.orders.conftest import market, paid  # noqa: F401
from tests.routes import Browser, Recorder, Route, faults, routes
from tests.sessions import sign_in

pytestmark = pytest.mark.django_db

# Percent-encoded, and for any parameter; the resolver says which of them a route takes. `make fuzz` tries many more.
TEXTS = {
    "a month that no calendar has": "0000-00",
    "NUL": "a%00b",
    "SQL, a lone surrogate, invalid UTF-8, long": "%27%3B%20DROP%20TABLE%20orders--%ED%A0%80%FF" + "x" * 3_000,
    "a long name": "pi_" + "x" * 3_000,
}
NUMBERS = {"unknown": "99999999", "more than a bigint": "9223372036854775808"}
# For what takes none of those: shapes that belong to nothing.
SHAPED = ("5b3f0c9e-6d65-4f5c-9a53-6f5b1f6f7a01", "2099-12-31", "pi_khongco")
QUERIES = ["99999999999999999999", "0001-01", "%27%20OR%201%3D1--%ED%A0%80%FF" + "x" * 3_000]
TWINS = ("_history", "_delete", "_password_change")  # of the admin: find their row as `_change` does


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def clients(paid: Order, market: Market) -> Browser:  # noqa: F811
    """One person who may open every page: superuser, the operator's, and the cooperative's manager."""
    load_definitions()
    user = make_user(is_staff=True, is_superuser=True)
    Membership.objects.create(user=user, role="operator")
    SellerMembership.objects.create(user=user, seller=market.cooperative, role=SellerRole.MANAGER)
    return Browser(sign_in(Client(), user))


@pytest.fixture
def known(clients: Browser, paid: Order, market: Market) -> dict[str, str]:  # noqa: F811
    """Values that exist, by the parameter's name, or by the route's and its."""
    attempt = Attempt.objects.get()
    result: dict[str, Any] = {
        "code": paid.code,
        "shop:receipt code": "",  # of a POS sale, as the workspace's below
        "product_id": market.mango.product_id,
        "variant_id": market.mango.pk,
        "shop:product slug": market.mango.product.slug,
        "shop:seller slug": market.cooperative.slug,
        "shop:policy slug": "rieng-tu",
        "office:indicator code": Definition.objects.values_list("code")[0][0],
        "office:rows-csv code": Definition.objects.values_list("code")[0][0],
        "office:accounts code": "",
        "seller:pos-sale code": "",
        "seller:pos-sale-part code": "",
        "seller_id": market.cooperative.pk,
        "office:query-status reference": attempt.reference,
        "intent_id": attempt.intent_id,
        "payments:vietqr 0": attempt.intent_id,
        "payments:vietqr 1": attempt.reference,
        "payments:vietqr-part 0": attempt.intent_id,
        "payments:vietqr-part 1": attempt.reference,
        "payments:vietqr-picture 0": attempt.intent_id,
        "payments:vietqr-picture 1": attempt.reference,
        "payments:vietqr-picture 2": "svg",
        "payee_id": market.cooperative.payee_ref,
        "account_id": LedgerAccount.objects.earliest("pk").pk,
        "movement_id": JournalEntry.objects.earliest("pk").pk,
        "year": 2026,
        "month": "2026-11",
        "day": "2026-11-20",
    }
    return {name: quote(str(value)) for name, value in result.items()}


def value_of(known: dict[str, str], route: Route, name: str) -> str:
    return known.get(f"{route.name} {name}", known.get(name, ""))


def leads_to(path: str, route: Route) -> bool:
    """Whether this route takes the path; what none takes is the same page for all."""
    try:
        return resolve(unquote(path)).func is route.view
    except (Resolver404, ValueError):
        return False


def bad_paths(route: Route, known: dict[str, str]) -> list[str]:
    """The route with bad values in all of its parameters, and in one while the others exist."""
    good = [value_of(known, route, name) for name in route.parameters]
    for values in (TEXTS.values(), NUMBERS.values(), SHAPED):
        tried = [tuple([bad] * len(good)) for bad in values]
        for at in range(len(good)) if len(good) > 1 else ():
            if all(good[:at] + good[at + 1 :]):
                tried += [(*good[:at], bad, *good[at + 1 :]) for bad in values]
        if result := [path for path in (route.path(*each) for each in tried) if leads_to(path, route)]:
            return result
    return []


def opened(browser: Browser, path: str, route: Route, posted: set[str]) -> Any:
    """The page, or where only a form leads there, what an empty form is answered."""
    if str(route) not in posted:
        answer = browser.ask("get", path)
        if answer.status_code != 405:
            return answer
        posted.add(str(route))
    return browser.ask("post", path)


def test_routes_of_every_site_are_tested() -> None:
    assert {str(route).split("/")[1] for route in routes()} >= {
        "", "ban-hang", "co-quan", "don", "payments", "graphql", "v1", "quan-tri", "vnpay-sandbox", "bank-sandbox",
    }  # fmt: skip
    assert len([route for route in routes() if route.parameters]) > 290


def test_invalid_path_values_get_an_own_error_page(clients: Browser, known: dict[str, str]) -> None:
    guest, posted = Browser(), set[str]()
    result = [fault for bad in TEXTS.values() for fault in faults(bad, guest.ask("get", f"/khong-co/{bad}/"))]
    for route in routes():
        if not route.parameters or route.name.endswith(TWINS) or (not route.name and "/quan-tri/" in str(route)):
            continue
        paths = bad_paths(route, known)
        if not paths and route.name != "admin:app_list":
            result.append(f"nothing bad is tried at {route}")
        for path in paths:
            result += faults(path, opened(clients, path, route, posted))
        for path in paths:
            answer = opened(guest, path, route, posted)
            result += faults(path, answer)
            if answer.status_code == 302 and "next=" in answer.headers["Location"]:
                break  # signing in comes before the value
    assert result == []


def test_invalid_query_values_get_an_own_page(clients: Browser, known: dict[str, str]) -> None:
    recorder, result, shown = Recorder(), list[str](), set[str]()
    pages = {}
    for route in routes():
        values = [value_of(known, route, name) for name in route.parameters]
        if all(values) and not route.name.startswith("admin:"):
            pages[route.path(*values)] = route
    with recorder():
        for path, route in pages.items():
            recorder.path = path
            answer = clients.ask("get", path)
            if answer.status_code == 200:
                shown.add(route.name)
            for value in QUERIES:
                if not (names := recorder.read[path]):
                    break
                query = "&".join(f"{name}={value}" for name in sorted(names))
                result += faults(f"{path}?{query}", clients.ask("get", f"{path}?{query}"))
    read = set().union(*recorder.read.values())
    assert result == []
    assert {"shop:product", "seller:order", "office:account", "office:indicator", "office:tax-month"} <= shown
    assert {"thang", "trang", "sap-xep", "sau", "noi", "q"} <= read
