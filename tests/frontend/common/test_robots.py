"""What search engines may read, by the rules that they follow."""

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
def test_a_person_s_pages_and_doors_for_programs_are_left_alone(rules: RobotFileParser, address: str) -> None:
    assert not rules.can_fetch("Googlebot", address)


@pytest.mark.parametrize("address", OPEN)
def test_the_market_is_found(rules: RobotFileParser, address: str) -> None:
    assert rules.can_fetch("Googlebot", address)
