"""Which ways to pay a checkout may take: every seller must take it, and its goods must travel the right way."""

import pytest

from orders.checkout.payment_options import PaymentRecipient, payment_option_refusal, payment_options
from orders.models import PaymentMethod
from shipping.models import Carrier


def recipient(name: str = "Hộ A", **changes: object) -> PaymentRecipient:
    takes = {"by_platform": True, "by_transfer": True, "cash_at_pickup": True, "cash_on_delivery": True}
    return PaymentRecipient(seller_name=name, **takes | {"carrier": Carrier.OWN, "amount": 100_000} | changes)  # type: ignore[arg-type]


def test_the_order_in_which_buyers_are_offered_them() -> None:
    assert [choice.method for choice in payment_options([recipient()])] == ["vietqr", "vnpay", "cod", "cash"]


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
    assert [choice.method for choice in payment_options([recipient(**changes)]) if choice.allowed] == allowed


def test_every_seller_must_take_it_and_the_first_in_the_way_is_named() -> None:
    both = [recipient("HTX mẫu"), recipient("Hộ B", by_transfer=False, cash_on_delivery=False)]

    assert payment_option_refusal(PaymentMethod.VIETQR, both) == "Hộ B chưa nhận chuyển khoản VietQR."
    assert payment_option_refusal(PaymentMethod.COD, both) == "Hộ B không thu tiền mặt khi giao hàng."
    assert "HTX mẫu đang chọn giao tận nơi" in str(payment_option_refusal(PaymentMethod.CASH, both))
    assert payment_option_refusal(PaymentMethod.VNPAY, both) is None


def test_what_a_seller_refuses_is_final_what_the_way_forbids_is_not() -> None:
    choices = {c.method: c for c in payment_options([recipient(by_transfer=False)])}

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
    recipients = [recipient(amount=amount) for amount in amounts]
    assert [choice.method for choice in payment_options(recipients) if choice.is_final] == refused
    for method in refused:
        assert str(payment_option_refusal(method, recipients)).startswith(
            ("VNPay chỉ nhận từ 5.000 đ", "Chuyển khoản nhanh")
        )


@pytest.mark.parametrize(("amount", "allowed"), [(4_999, True), (999_999_999, True), (1_000_000_000, False)])
def test_as_long_as_a_way_is_not_chosen_only_too_much_is_certain(amount: int, allowed: bool) -> None:
    assert (payment_option_refusal("vnpay", [recipient(amount=amount, carrier=None)]) is None) == allowed
