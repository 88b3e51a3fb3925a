"""Refused requests are logged in one line with who, where and why, without secrets."""

import re
from collections.abc import Iterator

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import URLResolver, get_resolver

from core.logs.formatters import JsonFormatter, TextFormatter
from core.logs.routes import PUBLIC
from orders.models import Order
from tests.factories import PASSWORD
from tests.log_lines import log_lines
from tests.market import find
from tests.marketplace.log_cases import CASES, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(paid_database: None, db: None) -> World:
    world = World(find(), Order.objects.get())
    world.secrets |= {PASSWORD, "0912345678", "lan@example.vn", world.order.code, world.order.phone}
    return world


@pytest.mark.parametrize("kind", CASES)
def test_refusal_has_its_log_line(world: World, kind: str) -> None:
    with log_lines() as lines:
        expected = CASES[kind](world)
    assert lines.plain == expected
    assert [secret for secret in world.secrets if secret in lines.text] == []


SECRET = "fX3q9aZLw0pT5rVb7NcYdE1uHsGjMiOeKxQyWzAB"


ADDRESSES = [
    f"/dat-mat-khau/{SECRET}",
    f"/thanh-toan/{SECRET}/",
    f"/don/{SECRET}/",
    f"/bien-nhan/{SECRET}/",
    f"/ban-hang/cho/{SECRET}/",
    f"/payments/feeds/sepay/{SECRET}",
    f"/payments/checkout/cs_test_{SECRET}/pay",
    f"/payments/vietqr/pi_{SECRET}/{SECRET[:30]}",
    f"/payments/vietqr/pi_{SECRET}/{SECRET[:30]}.svg",
    f"/tai-khoan/dang-xuat/{SECRET}",
    f"/v1/checkout/sessions/cs_test_{SECRET}",
    f"/khong-co/{SECRET}",
]


@pytest.mark.parametrize("form", [TextFormatter, JsonFormatter])
@pytest.mark.parametrize("address", ADDRESSES)
def test_error_lines_mask_the_path(address, form, monkeypatch, db: None) -> None:
    """Its traceback repeats the path, its parts and what was typed."""

    def fail(self: object, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        raise ValueError(f"{request.get_full_path()} {args} {kwargs} {dict(request.POST)}")

    monkeypatch.setattr("core.middleware.TextOnlyMiddleware.process_view", fail)
    with log_lines(form()) as lines:
        client = Client(raise_request_exception=False)
        client.post(f"{address}?key={SECRET[::-1]}", {"password": SECRET[5:30], "phone": "0912345678"})
    assert ("ValueError" in lines.text) is not address.startswith("/khong-co/")
    assert len([line for line in lines.text.splitlines() if not line.startswith("  | ")]) == 1
    assert SECRET[:5] not in lines.text.replace(SECRET[:4] + "*", "")
    assert [secret for secret in (SECRET[5:15], SECRET[::-1][:10], "0912345678") if secret in lines.text] == []


def _text_parts(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, str]]:
    """(route, part) of every part of an address that is shown whole and is no number."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _text_parts(each, f"{each.namespace or space}:" if each.namespace else space)
        else:
            parts = re.findall(r"<(?!int:)(?:\w+:)?(\w+)>", str(each.pattern))
            yield from ((f"{space}{each.name}", part) for part in parts if part in PUBLIC)


def test_only_listed_path_parameters_are_logged_whole() -> None:
    """Whoever adds one of these names to an address asks here whether the part opens something."""
    shop = {("shop:product", "slug"), ("shop:seller", "slug"), ("shop:policy", "slug"), ("payments:feed", "kind")}
    shop |= {("payments:ipn", "provider"), ("shop:payment-return", "provider")}
    office = {("similar-differences", "kind"), ("money-day", "day"), ("new-layout", "kind"), ("accounts", "mode")}
    office |= {(f"tax-{name}", "month") for name in ("month-pdf", "month-xlsx", "month", "declare", "pay")}
    sandbox = {("vnpay-sandbox:end", "outcome")}
    pages = {one for one in _text_parts(get_resolver()) if not one[0].startswith("admin:")}
    assert pages == shop | {(f"office:{name}", part) for name, part in office} | sandbox
