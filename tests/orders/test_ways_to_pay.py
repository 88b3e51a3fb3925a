"""Which ways to pay a checkout may take: every seller must take it, and its goods must travel the right way."""

import pytest

from orders.models import PaymentMethod
from orders.ways_to_pay import Taker, payment_choices, why_not_by
from shipping.models import Carrier


def taker(name: str = "Hộ A", **changes: object) -> Taker:
    takes = {"by_platform": True, "by_transfer": True, "cash_at_pickup": True, "cash_on_delivery": True}
    return Taker(seller_name=name, **takes | {"carrier": Carrier.OWN, "amount": 100_000} | changes)  # type: ignore[arg-type]


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


@pytest.mark.parametrize(
    ("amounts", "refused"),
    [
        ([4_999], ["vnpay"]),
        ([5_000], []),
        ([2_000, 3_000], []),
        ([499_999_999, 499_999_999, 1], []),
        ([499_999_999, 499_999_999, 2], ["vnpay"]),
        ([500_000_000], ["vietqr"]),
        ([1_000_000_000], ["vietqr", "vnpay"]),
    ],
)
def test_vnpay_carries_the_whole_sum_and_vietqr_each_sellers(amounts: list[int], refused: list[str]) -> None:
    takers = [taker(amount=amount) for amount in amounts]
    assert [choice.method for choice in payment_choices(takers) if choice.is_final] == refused
    for method in refused:
        assert str(why_not_by(method, takers)).startswith(("VNPay chỉ nhận từ 5.000 đ", "Chuyển khoản nhanh"))


@pytest.mark.parametrize(("amount", "allowed"), [(4_999, True), (999_999_999, True), (1_000_000_000, False)])
def test_as_long_as_a_way_is_not_chosen_only_too_much_is_certain(amount: int, allowed: bool) -> None:
    assert (why_not_by("vnpay", [taker(amount=amount, carrier=None)]) is None) == allowed
