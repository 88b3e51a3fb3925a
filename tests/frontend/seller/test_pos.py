"""Bán tại chợ: amount, a VietQR code or cash, a receipt; the transfer confirmed by the bank feed or the seller."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from orders.models import PosSale
from payments import sdk
from payments.intents.services.complete_attempt import complete_attempt
from payments.providers.results import AttemptResult, Outcome
from tests.frontend.seller.conftest import text
from tests.frontend.shop.helpers import keeps_the_policy, words
from tests.market import Market
from tests.orders.helpers import show_account

HERE = "/ban-hang/cho/"


def record(client: Client, amount: str, method: str, **more: str) -> PosSale:
    """Fill in the page's form and press one of its two buttons."""
    key = re.search(r'name="form" value="([^"]+)"', text(client.get(HERE)))
    assert key
    answer = client.post(HERE, {"form": key[1], "amount": amount, "method": method} | more)
    sale = PosSale.objects.latest("created_at")
    assert answer.headers["Location"] == reverse("seller:pos-sale", args=[sale.code])
    return sale


def test_page_is_linked_from_navigation_and_home(manager: Client) -> None:
    today = text(manager.get("/ban-hang/"))
    assert today.count(f'href="{HERE}"') == 2
    assert "Bán tại chợ: hiện QR thu tiền" in today


def test_cash_sale_has_a_public_receipt(manager: Client, client: Client, market: Market) -> None:
    sale = record(manager, "50.000", "cash", note="3 kg xoài")

    page = manager.get(reverse("seller:pos-sale", args=[sale.code]))
    assert "Đã nhận 50.000 đ" in words(page)
    assert "hx-get" not in text(page)  # final: no polling
    receipt = client.get(reverse("shop:receipt", args=[sale.code]))
    for shown in (sale.code, "Đã nhận 50.000 đ", "Tiền mặt", "3 kg xoài", "HTX mẫu Mỹ Thọ", "không phải hóa đơn thuế"):
        assert shown in words(receipt)
    assert market.manager.full_name not in words(receipt)
    assert keeps_the_policy(receipt)
    assert "Hôm nay 1 lần, 50.000 đ" in words(manager.get(HERE))


def test_qr_is_shown_and_sale_is_paid_by_the_bank_transaction(
    manager: Client, client: Client, market: Market, run_events: Callable[[], int]
) -> None:
    show_account(market.cooperative, feed="sepay")
    sale = record(manager, "120000", "vietqr")
    intent = sdk.payment_intents.retrieve(sale.intent_id)

    page = manager.get(reverse("seller:pos-sale", args=[sale.code]))
    assert f'src="{intent.qr_svg_url}"' in page.content.decode()
    assert keeps_the_policy(page)
    for shown in ("120.000 đ", "Vietcombank", "Đang chờ tiền về"):
        assert shown in words(page)
    assert client.get(reverse("shop:receipt", args=[sale.code])).status_code == 404

    complete_attempt(reference=intent.transfer_code, result=AttemptResult(Outcome.SUCCEEDED), confirmed_by="sepay")
    run_events()

    part = manager.get(reverse("seller:pos-sale-part", args=[sale.code]))
    assert "Đã nhận 120.000 đ" in words(part)
    assert "ngân hàng đã báo tiền về" in words(part)


def test_declared_payment_is_marked_as_declared(manager: Client, market: Market) -> None:
    show_account(market.cooperative)
    sale = record(manager, "75.000", "vietqr")

    shown = manager.post(reverse("seller:pos-sale-mark-paid", args=[sale.code]), follow=True)

    assert "bạn tự xác nhận đã nhận" in words(shown)
    assert "bạn tự xác nhận" in words(manager.get(HERE))


def test_canceled_sale_returns_to_the_form_with_its_amount(manager: Client, market: Market) -> None:
    show_account(market.cooperative)
    sale = record(manager, "75.000", "vietqr")

    back = manager.post(reverse("seller:pos-sale-cancel", args=[sale.code]), follow=True)

    assert 'value="75.000"' in text(back)
    assert PosSale.objects.get().status == "canceled"


def test_repeated_form_records_one_sale(manager: Client) -> None:
    key = re.search(r'name="form" value="([^"]+)"', text(manager.get(HERE)))
    assert key
    for _ in range(2):
        manager.post(HERE, {"form": key[1], "amount": "50000", "method": "cash"})

    assert PosSale.objects.count() == 1


@pytest.mark.parametrize(
    ("amount", "method", "shown"),
    [
        ("", "cash", "Vui lòng ghi số tiền khách trả."),
        ("0", "cash", "Vui lòng ghi số tiền lớn hơn 0."),
        ("năm chục", "cash", "Vui lòng ghi số tiền bằng chữ số"),
        ("1.5", "cash", "Chưa rõ “1.5” là bao nhiêu."),
        ("50.000,50", "cash", "Chỗ này chỉ nhận số nguyên"),
        ("-50.000", "cash", "Số này không được âm."),
        ("500.000.000", "cash", "dưới 500 triệu đồng"),
        ("50000", "card", "Vui lòng chọn khách trả bằng gì."),
        ("50000", "vietqr", "Người bán chưa có tài khoản nhận chuyển khoản."),
    ],
)
def test_invalid_sale_is_explained_and_not_recorded(manager: Client, amount: str, method: str, shown: str) -> None:
    answer = manager.post(HERE, {"amount": amount, "method": method})

    assert (answer.status_code, PosSale.objects.count()) == (422, 0)
    assert shown in words(answer)


@pytest.mark.parametrize("amount", ["50.000,00", "50,000.00", "50 000", "50.000 VNĐ", "50.000₫", "５０．０００"])
def test_amount_is_read_by_its_separators(manager: Client, amount: str) -> None:
    manager.post(HERE, {"amount": amount, "method": "cash"})
    assert PosSale.objects.get().amount == 50_000


def test_refused_amount_is_kept_in_its_field(manager: Client) -> None:
    assert 'value="12.50"' in text(manager.post(HERE, {"amount": "12.50", "method": "cash"}))


def test_sale_of_another_seller_is_not_found(owner: Client, manager: Client) -> None:
    sale = record(manager, "50.000", "cash")
    for name in ("pos-sale", "pos-sale-part"):
        assert owner.get(reverse(f"seller:{name}", args=[sale.code])).status_code == 404
    for name in ("pos-sale-cancel", "pos-sale-mark-paid"):
        assert owner.post(reverse(f"seller:{name}", args=[sale.code])).status_code == 404


@pytest.mark.parametrize("code", ["x", "C-0000-0000-00", "7K2P-9DXM-4H"])
def test_unknown_receipt_is_not_found(client: Client, db: None, code: str) -> None:
    assert client.get(reverse("shop:receipt", args=[code])).status_code == 404


def test_paid_sale_is_voided_with_a_reason(
    manager: Client, client: Client, market: Market, run_events: Callable[[], int]
) -> None:
    sale = record(manager, "500.000", "cash", note="3 kg xoài")
    here = reverse("seller:pos-sale", args=[sale.code])
    assert "Ghi nhầm, hoặc khách trả hàng?" in words(manager.get(here))

    refused = manager.post(f"{here}huy", {"why": ""})
    assert (refused.status_code, "Vui lòng ghi vì sao hủy" in words(refused)) == (422, True)
    voided = manager.post(f"{here}huy", {"why": "Ghi nhầm, đúng là 50.000 đ"}, follow=True)

    assert "Đã hủy lần bán 500.000 đ" in words(voided)
    assert "Vì sao: Ghi nhầm, đúng là 50.000 đ" in words(voided)
    assert "Ghi nhầm, hoặc khách trả hàng?" not in words(voided)
    assert keeps_the_policy(voided)
    receipt = client.get(reverse("shop:receipt", args=[sale.code]))
    assert "Đã hủy" in words(receipt)
    assert "Biên nhận không còn giá trị." in words(receipt)
    assert "Đã nhận 500.000 đ" not in words(receipt)
    today = words(manager.get(HERE))
    assert "Hôm nay chưa bán lần nào" in today
    assert "Đã hủy" in today


def test_sale_by_transfer_is_cancelled_after_its_refund(manager: Client, market: Market) -> None:
    show_account(market.cooperative)
    sale = record(manager, "120000", "vietqr")
    here = reverse("seller:pos-sale", args=[sale.code])
    manager.post(f"{here}da-nhan")

    early = manager.post(f"{here}huy", {"why": "Khách trả hàng"})
    assert (early.status_code, "Trả lại tiền cho khách trước" in words(early)) == (422, True)
    assert PosSale.objects.get().status == "paid"

    manager.post(f"{here}huy", {"why": "Khách trả hàng, FT123", "money_returned": "on"})
    assert PosSale.objects.values_list("status", "void_reason").get() == ("voided", "Khách trả hàng, FT123")


def test_sale_of_another_seller_is_not_voided(manager: Client, owner: Client) -> None:
    sale = record(manager, "50.000", "cash")
    assert owner.post(reverse("seller:pos-sale-void", args=[sale.code]), {"why": "Ghi nhầm"}).status_code == 404
    assert PosSale.objects.get().status == "paid"
