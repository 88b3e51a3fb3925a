"""The buyer's contact: stored in one spelling; mistakes are explained."""

import pytest

from orders.checkout.services.set_contact import set_contact
from orders.models import Checkout
from tests.orders.helpers import BUYER, cart, refusal


def test_contact_is_normalized(market) -> None:
    checkout_id = cart([])

    set_contact(
        checkout_id=checkout_id, buyer_name="  Nguyễn   Thị Hoa ", phone="+84 912-345-678", email=" hoa@example.vn "
    )

    checkout = Checkout.objects.get(pk=checkout_id)
    assert (checkout.buyer_name, checkout.phone, checkout.email) == ("Nguyễn Thị Hoa", "0912345678", "hoa@example.vn")


def test_invisible_characters_are_removed_and_emoji_kept(market) -> None:
    checkout_id = cart([])

    set_contact(
        checkout_id=checkout_id,
        buyer_name="\ufeffNguyễn Thị\u200b Hạnh 👩‍🌾\x00",
        phone="\u202a0912 345 678\u202c",
        email="hoa@example.vn\u200b",
        note="Giao 👨‍👩‍👧\u2066",
    )

    checkout = Checkout.objects.get(pk=checkout_id)
    assert (checkout.buyer_name, checkout.phone) == ("Nguyễn Thị Hạnh 👩‍🌾", "0912345678")
    assert (checkout.email, checkout.note) == ("hoa@example.vn", "Giao 👨‍👩‍👧")


@pytest.mark.parametrize(
    ("phone", "words"),
    [
        ("", "Vui lòng ghi số điện thoại để người bán liên hệ khi giao."),
        ("0912 345 67", "Số này thiếu một chữ số."),
        ("0912 345", "Số này thiếu 3 chữ số."),
        ("0912 345 6789", "Số này thừa một chữ số."),
        ("+84 912 345 6789", "Số này thừa một chữ số."),
        ("912 345 678 000", "Số điện thoại bắt đầu bằng số 0. Ví dụ: 0912 345 678."),
        ("0912345Lan", "Số điện thoại chỉ gồm chữ số. Ví dụ: 0912 345 678."),
        ("0912 345 Anh", "Số điện thoại chỉ gồm chữ số. Ví dụ: 0912 345 678."),
        ("0912 XOAI 67", "Số điện thoại chỉ gồm chữ số. Ví dụ: 0912 345 678."),
        ("\u3164", "Vui lòng ghi số điện thoại để người bán liên hệ khi giao."),
        ("không chín một hai", "Số điện thoại chỉ gồm chữ số. Ví dụ: 0912 345 678."),
        ("0012345678", "Đầu số này không có ở Việt Nam. Vui lòng xem lại."),
        ("0" * 5_000, "Số này thừa 4990 chữ số."),
    ],
)
def test_invalid_phone_is_refused_with_an_explanation(market, phone: str, words: str) -> None:
    checkout_id = cart([])

    error = refusal(set_contact, checkout_id=checkout_id, **BUYER | {"phone": phone})

    assert (str(error.message), error.field) == (words, "phone")
    assert Checkout.objects.get(pk=checkout_id).phone == ""


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("buyer_name", " ", "REQUIRED"),
        ("buyer_name", "A" * 10_000_000, "INVALID"),
        ("buyer_name", "ㅤ", "REQUIRED"),
        ("buyer_name", "⠀\u200b", "REQUIRED"),
        ("email", "hoa@", "INVALID"),
        ("email", "a" * 300 + "@example.vn", "INVALID"),
        ("note", "x" * 301, "INVALID"),
        ("email", "hoa@example.vn, an@example.vn", "INVALID"),
        ("email", "Hoa <hoa@example.vn>", "INVALID"),
    ],
)
def test_invalid_contact_is_refused_under_its_field(market, field: str, value: str, code: str) -> None:
    error = refusal(set_contact, checkout_id=cart([]), **BUYER | {field: value})

    assert (error.code, error.field) == (code, field)
