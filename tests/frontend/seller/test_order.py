"""An order at the seller's pages: confirm, fulfil, cancel; lists; the packing slip."""

import pytest
from django.test import Client

from orders.fulfilment.services.confirm_order import confirm_order
from orders.models import Order
from payments.models import Refund
from tests.frontend.seller.conftest import text
from tests.market import Market
from tests.orders.helpers import reread, stock


def test_order_page_shows_lines_buyer_and_payment(manager: Client, paid: Order) -> None:
    page = text(manager.get(f"/ban-hang/don/{paid.code}/"))
    for words in (
        "Xoài cát Chu",
        "Nguyễn Thị Hoa",
        "0912 345 678",
        "12 Lê Lai, Xã Mỹ Thọ",
        "đã trả qua VNPay",
        "Nhận đơn",
    ):
        assert words in page


def test_order_code_is_read_in_any_spelling(manager: Client, paid: Order) -> None:
    assert manager.get(f"/ban-hang/don/{paid.code.lower().replace('-', '')}/").status_code == 200
    assert manager.get("/ban-hang/don/khong-co/").status_code == 404


def test_order_is_fulfilled(manager: Client, market: Market, paid: Order) -> None:
    confirm_order(order_id=paid.pk, actor=market.manager)
    manager.post(f"/ban-hang/don/{paid.code}/giao")
    assert reread(paid).status == "FULFILLED"


def test_cash_order_needs_received_cash(manager: Client, market: Market, cash: Order) -> None:
    confirm_order(order_id=cash.pk, actor=market.manager)
    answer = manager.post(f"/ban-hang/don/{cash.code}/giao", follow=True)
    assert "chỉ giao hàng khi đã nhận đủ tiền" in text(answer)
    assert (reread(cash).status, reread(cash).charge_status) == ("UNFULFILLED", "NONE")
    manager.post(f"/ban-hang/don/{cash.code}/giao", {"cash_received": "on"})
    assert (reread(cash).status, reread(cash).charge_status) == ("FULFILLED", "FULL")


def test_out_of_stock_explains_its_effect_first(manager: Client, market: Market, paid: Order) -> None:
    page = text(manager.get(f"/ban-hang/don/{paid.code}/huy?ly-do=out_of_stock"))
    assert 'value="out_of_stock" required checked' in page
    assert "số tiền này được hoàn lại cho họ" in page
    assert reread(paid).status == "UNCONFIRMED"
    manager.post(f"/ban-hang/don/{paid.code}/huy", {"reason": "out_of_stock"})
    assert (reread(paid).status, reread(paid).charge_status) == ("CANCELED", "REFUNDING")
    assert Refund.objects.get().amount == paid.total
    assert stock(market.mango) == (8, 0)


@pytest.mark.parametrize("reason", ["", "vi sao", "<script>"])
def test_cancellation_without_a_reason_is_refused(manager: Client, paid: Order, reason: str) -> None:
    answer = manager.post(f"/ban-hang/don/{paid.code}/huy", {"reason": reason})
    assert answer.status_code == 422
    assert "Vui lòng chọn lý do hủy đơn." in text(answer)
    assert reread(paid).status == "UNCONFIRMED"


def test_packing_slip_shows_the_delivery(manager: Client, market: Market, paid: Order, cash: Order) -> None:
    page = text(manager.get(f"/ban-hang/don/{paid.code}/phieu"))
    for words in (
        paid.code,
        "Nguyễn Thị Hoa",
        "0912 345 678",
        "12 Lê Lai",
        "Đã trả tiền: không thu thêm",
        "ấp Mỹ Thới",
    ):
        assert words in page
    assert "Thu tiền mặt: 120.000 đ" in text(manager.get(f"/ban-hang/don/{cash.code}/phieu"))


def test_orders_are_listed_under_their_tabs(manager: Client, market: Market, paid: Order, cash: Order) -> None:
    confirm_order(order_id=cash.pk, actor=market.manager)
    shown = {
        tab: [one.order.code for one in manager.get(f"/ban-hang/don/?loai={tab}").context["orders"]]
        for tab in ("moi", "can-giao", "da-giao", "da-huy")
    }
    assert shown == {"moi": [paid.code], "can-giao": [cash.code], "da-giao": [], "da-huy": []}
    assert manager.get("/ban-hang/don/").context["word"] == "moi"


@pytest.mark.parametrize("query", ["loai=khac", "sau=hom-qua", "sau=2026-01-01", "loai=moi&sau='; --"])
def test_invalid_list_query_is_answered(manager: Client, paid: Order, query: str) -> None:
    assert manager.get(f"/ban-hang/don/?{query}").status_code == 200


def test_seller_without_orders_sees_an_empty_state(manager: Client) -> None:
    assert "Chưa có đơn nào." in text(manager.get("/ban-hang/don/"))


def test_buyers_note_is_escaped(manager: Client, paid: Order) -> None:
    Order.objects.filter(pk=paid.pk).update(note="<script>alert(1)</script>")
    for page in ("", f"don/{paid.code}/", f"don/{paid.code}/phieu"):
        assert "<script>alert" not in text(manager.get(f"/ban-hang/{page}"))
