"""Which ways to pay a checkout may take: every seller must take it, and its goods must travel the right way."""

import pytest

from orders.models import PaymentMethod
from orders.ways_to_pay import Taker, payment_choices, why_not_by
from shipping.models import Carrier


def taker(name: str = "Hộ A", **changes: object) -> Taker:
    takes = {"by_platform": True, "by_transfer": True, "cash_at_pickup": True, "cash_on_delivery": True}
    return Taker(seller_name=name, **takes | {"carrier": Carrier.OWN} | changes)  # type: ignore[arg-type]


def test_the_order_in_which_buyers_are_offered_them() -> None:
    assert [choice.method for choice in payment_choices([taker()])] == ["vietqr", "vnpay", "cod", "cash"]


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({}, ["vietqr", "vnpay", "cod"]),
        ({"carrier": Carrier.PICKUP}, ["vietqr", "vnpay", "cash"]),
        ({"carrier": None}, ["vietqr", "vnpay"]),
        ({"by_transfer": False}, ["vnpay", "cod"]),
        ({"by_platform": False}, ["vietqr", "cod"]),
        ({"cash_on_delivery": False}, ["vietqr", "vnpay"]),
        ({"cash_at_pickup": False, "carrier": Carrier.PICKUP}, ["vietqr", "vnpay"]),
    ],
)
def test_one_seller(changes: dict, allowed: list[str]) -> None:
    assert [choice.method for choice in payment_choices([taker(**changes)]) if choice.allowed] == allowed


def test_every_seller_must_take_it_and_the_first_in_the_way_is_named() -> None:
    both = [taker("HTX mẫu"), taker("Hộ B", by_transfer=False, cash_on_delivery=False)]

    assert why_not_by(PaymentMethod.VIETQR, both) == "Hộ B chưa nhận chuyển khoản VietQR."
    assert why_not_by(PaymentMethod.COD, both) == "Hộ B không thu tiền mặt khi giao hàng."
    assert "HTX mẫu đang chọn giao tận nơi" in str(why_not_by(PaymentMethod.CASH, both))
    assert why_not_by(PaymentMethod.VNPAY, both) is None


def test_what_a_seller_refuses_is_final_what_the_way_forbids_is_not() -> None:
    choices = {c.method: c for c in payment_choices([taker(by_transfer=False)])}

    assert (choices["vietqr"].allowed, choices["vietqr"].is_final) == (False, True)
    assert (choices["cash"].allowed, choices["cash"].is_final) == (False, False)
