"""What search engines may read."""

from urllib.robotparser import RobotFileParser

import pytest
from django.test import Client


@pytest.fixture(scope="module")
def rules() -> RobotFileParser:
    answer = Client().get("/robots.txt")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert "Disallow: /tim?\n" in answer.text  # the page itself may be read; Python's reader drops the question mark
    parser = RobotFileParser()
    parser.parse(answer.text.splitlines())
    return parser


CLOSED = [
    "/gio/", "/dat-hang/", "/dat-hang/xem-lai/", "/don/", "/don/7K2P/", "/thanh-toan/7K2P/", "/bien-nhan/7K2P/",
    "/tai-khoan/", "/dang-nhap/", "/ban-hang/", "/ban-hang/don/", "/co-quan/", "/quan-tri/", "/graphql/", "/v1/refunds",
    "/payments/checkout/cs_1", "/tim?q=xoai",
]  # fmt: skip
OPEN = [
    "/",
    "/hang/xoai-1/",
    "/nguoi-ban/htx/",
    "/chinh-sach/rieng-tu/",
    "/media/products/a.webp",
    "/static/a.css",
]


@pytest.mark.parametrize("address", CLOSED)
def test_private_and_machine_addresses_are_disallowed(rules: RobotFileParser, address: str) -> None:
    assert not rules.can_fetch("Googlebot", address)


@pytest.mark.parametrize("address", OPEN)
def test_public_shop_pages_are_allowed(rules: RobotFileParser, address: str) -> None:
    assert rules.can_fetch("Googlebot", address)
