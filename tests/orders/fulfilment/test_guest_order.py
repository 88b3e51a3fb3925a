"""A guest opens an order by code and phone; guessing is throttled and reveals nothing."""

import pytest

from core.errors import DomainError, NotFound
from orders.fulfilment.queries.guest_order import order_for_guest
from tests.orders.helpers import PHONE, place, ready_cart


def test_guest_opens_an_order_by_code_and_phone(market) -> None:
    order = place(ready_cart([(market.mango, 1)])).orders[0]
    spelling = order.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert order_for_guest(code=order.code, phone=PHONE, ip="::1") == order
    assert order_for_guest(code=spelling, phone="+84 912 345 678", ip="::1") == order


@pytest.mark.parametrize(
    ("code", "phone"),
    [
        ("the order's", "0987654321"),
        ("the order's", ""),
        ("the order's", "not a number"),
        ("ZZZZ-ZZZZ-ZZ", PHONE),
        ("", ""),
        ("'; SELECT 1 --", PHONE),
        ("\x00", "\x00"),
        ("7" * 10_000, "0" * 10_000),
    ],
)
def test_every_mismatch_has_the_same_answer(market, code: str, phone: str) -> None:
    order = place(ready_cart([(market.mango, 1)])).orders[0]

    with pytest.raises(NotFound) as caught:
        order_for_guest(code=order.code if code == "the order's" else code, phone=phone, ip="::1")

    assert str(caught.value.message) == ("Không có đơn nào khớp với mã và số điện thoại này. Vui lòng xem lại cả hai.")
    assert caught.value.field == "code"


def test_guesses_are_throttled_by_code_and_by_network(market) -> None:
    order = place(ready_cart([(market.mango, 1)])).orders[0]

    for _ in range(20):
        assert order_for_guest(code=order.code, phone=PHONE, ip="10.0.0.1") == order
    for number in range(10):
        with pytest.raises(NotFound):
            order_for_guest(code=order.code, phone=f"098765432{number}", ip=f"10.0.1.{number}")
    with pytest.raises(DomainError) as caught:
        order_for_guest(code=order.code, phone=PHONE, ip="10.0.2.1")
    assert caught.value.code == "TOO_MANY_REQUESTS"

    for number in range(30):
        with pytest.raises(NotFound):
            order_for_guest(code=f"AAAA-AAAA-{number:02d}", phone=PHONE, ip="10.0.3.1")
    with pytest.raises(DomainError) as caught:
        order_for_guest(code="AAAA-AAAA-99", phone=PHONE, ip="10.0.3.1")
    assert caught.value.code == "TOO_MANY_REQUESTS"


def test_ipv6_network_is_throttled_as_one_client(market) -> None:
    for last in range(30):
        with pytest.raises(NotFound):
            order_for_guest(code="", phone=PHONE, ip=f"2001:db8:1:2::{last:x}")
    with pytest.raises(DomainError) as caught:
        order_for_guest(code="", phone=PHONE, ip="2001:db8:1:2:ffff::1")
    assert caught.value.code == "TOO_MANY_REQUESTS"
