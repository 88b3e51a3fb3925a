"""Payment methods of a checkout: accepted by every seller, and compatible with the delivery."""

import pytest

from orders.checkout.payment_options import PaymentRecipient, payment_option_refusal, payment_options
from orders.models import PaymentMethod
from shipping.models import Carrier


def recipient(name: str = "Hộ A", **changes: object) -> PaymentRecipient:
    takes = {"by_platform": True, "by_transfer": True, "cash_at_pickup": True, "cash_on_delivery": True}
    return PaymentRecipient(seller_name=name, **takes | {"carrier": Carrier.OWN, "amount": 100_000} | changes)  # type: ignore[arg-type]


def test_options_have_a_fixed_order() -> None:
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
def test_allowed_methods_follow_what_one_seller_accepts(changes: dict, allowed: list[str]) -> None:
    assert [choice.method for choice in payment_options([recipient(**changes)]) if choice.allowed] == allowed


def test_refusal_names_the_first_seller_who_does_not_accept_the_method() -> None:
    both = [recipient("HTX mẫu"), recipient("Hộ B", by_transfer=False, cash_on_delivery=False)]

    assert payment_option_refusal(PaymentMethod.VIETQR, both) == "Hộ B chưa nhận chuyển khoản VietQR."
    assert payment_option_refusal(PaymentMethod.COD, both) == "Hộ B không thu tiền mặt khi giao hàng."
    assert "HTX mẫu đang chọn giao tận nơi" in str(payment_option_refusal(PaymentMethod.CASH, both))
    assert payment_option_refusal(PaymentMethod.VNPAY, both) is None


def test_refusal_by_a_seller_is_final_refusal_by_delivery_is_not() -> None:
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
def test_vnpay_limits_apply_to_the_total_vietqr_limits_to_each_seller(amounts: list[int], refused: list[str]) -> None:
    recipients = [recipient(amount=amount) for amount in amounts]
    assert [choice.method for choice in payment_options(recipients) if choice.is_final] == refused
    for method in refused:
        assert str(payment_option_refusal(method, recipients)).startswith(
            ("VNPay chỉ nhận từ 5.000 đ", "Chuyển khoản nhanh")
        )


@pytest.mark.parametrize(("amount", "allowed"), [(4_999, True), (999_999_999, True), (1_000_000_000, False)])
def test_without_a_delivery_choice_only_too_large_amounts_are_refused(amount: int, allowed: bool) -> None:
    assert (payment_option_refusal("vnpay", [recipient(amount=amount, carrier=None)]) is None) == allowed
