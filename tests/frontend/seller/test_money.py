"""Tiền: balances by state, order and date; the documents show the same amounts."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from accounts.models import User
from core import clock
from frontend.templatetags.formatting import full_day
from orders.fulfilment.services.confirm_order import confirm_order
from orders.fulfilment.services.fulfill_order import fulfill_order
from orders.models import Order
from orders.payment import jobs
from orders.payment.services.refund_order import refund_order
from payments import sdk
from payments.connected_accounts.services.update_bank import update_bank
from payments.models import CommissionRule, Payout
from payments.payouts.services.create_payout import create_payout
from payments.payouts.services.set_schedule import set_schedule
from tests.frontend.seller.conftest import text
from tests.market import Market
from tests.orders.helpers import paid_order, place, ready_cart
from tests.papers import words

START = datetime(2026, 11, 2, 9, tzinfo=clock.VIETNAM)


@pytest.fixture
def clocked(db: None):
    with time_machine.travel(START) as traveller:
        yield traveller


@pytest.fixture
def sold(clocked, market: Market, run_events: Callable[[], int]) -> Order:
    """The cooperative's order of 120.000 đ plus shipping, fulfilled two days later; 5 % commission."""
    CommissionRule.objects.update(basis_points=500)
    order = paid_order(market, run_events)
    confirm_order(order_id=order.pk, actor=market.manager)
    clocked.shift(timedelta(days=2))
    fulfill_order(order_id=order.pk, actor=market.manager)
    order.refresh_from_db()
    return order


@pytest.fixture
def free(sold: Order, clocked) -> Order:
    """The same three weeks later, its money available; the bank account is set."""
    clocked.shift(timedelta(days=20))
    assert jobs.release_due() == 1
    update_bank(payee_id=sold.seller.payee_ref, bin="970436", number="0071001234567", holder="HTX MAU")
    return sold


def net(order: Order) -> int:
    return order.total - round(order.total * 0.05)


def dong(amount: int) -> str:
    return f"{amount:,} đ".replace(",", ".")


def test_seller_without_sales_sees_an_empty_state(manager: Client) -> None:
    page = text(manager.get("/ban-hang/tien/"))
    assert "Sẵn sàng chuyển cho bạn" in page
    assert "Tháng này chưa có khoản nào." in page
    assert "Chưa có tài khoản ngân hàng để chuyển tiền về." in page


def test_held_amount_is_shown_with_its_release_day(manager: Client, sold: Order, clocked) -> None:
    page = text(manager.get("/ban-hang/tien/"))
    assert "Đang chờ hết hạn đổi trả" in page
    assert f"rút được từ {full_day(sold.arrives_to + timedelta(days=8))}" in page
    assert dong(net(sold)) in page
    assert "Tiền bán 1 đơn" in page
    assert f"giá {dong(sold.total)}, hoa hồng −{dong(sold.total - net(sold))}" in page


def test_unfulfilled_order_has_no_release_day(manager: Client, market: Market, clocked, run_events) -> None:
    order = paid_order(market, run_events)
    confirm_order(order_id=order.pk, actor=market.manager)
    assert "chưa giao: giao xong mới bắt đầu tính ngày" in text(manager.get("/ban-hang/tien/"))


def test_available_balance_is_paid_out_on_request(manager: Client, free: Order) -> None:
    set_schedule(payee_id=free.seller.payee_ref, interval="manual")
    page = text(manager.get("/ban-hang/tien/"))
    assert f"Rút {dong(net(free))} ngay" in page
    sent = {"key": "khoa-1", "seller": free.seller.pk}
    for _ in range(2):  # a double submit makes one payout
        answer = manager.post("/ban-hang/tien/rut", sent, follow=True)
        assert f"Đã ghi lệnh rút {dong(net(free))}." in text(answer)

    assert list(Payout.objects.values_list("amount", "status", "automatic")) == [(net(free), "pending", False)]
    assert "Đang trên đường tới ngân hàng" in text(answer)
    assert sdk.balances.of(free.seller.payee_ref).available == 0


def test_scheduled_payout_offers_no_button(manager: Client, free: Order) -> None:
    page = text(manager.get("/ban-hang/tien/"))
    assert "sáng thứ Hai hằng tuần" in page
    assert " ngay</button>" not in page


def test_payout_of_an_empty_balance_is_refused(manager: Client, market: Market) -> None:
    update_bank(payee_id=market.cooperative.payee_ref, bin="970436", number="0071001234567", holder="HTX MAU")
    answer = manager.post("/ban-hang/tien/rut", {"key": "k"}, follow=True)
    assert "Chưa có khoản tiền nào rút được." in text(answer)
    assert Payout.objects.count() == 0


def test_negative_balance_is_explained(manager: Client, free: Order) -> None:
    create_payout(payee_id=free.seller.payee_ref)
    refund_order(free, reason="buyer_asked")
    page = text(manager.get("/ban-hang/tien/"))
    assert "Bạn đang nợ chợ" in page
    assert dong(net(free)) in page
    assert "Bạn không phải nộp: tiền bán tới sẽ trừ dần" in page


def test_months_continue_the_balance(enter: Callable[[User], Client], market: Market, free: Order, clocked) -> None:
    clocked.move_to(datetime(2026, 12, 5, 9, tzinfo=clock.VIETNAM))
    manager = enter(market.manager)
    december, november = manager.get("/ban-hang/tien/"), manager.get("/ban-hang/tien/?thang=2026-11")
    assert december.context["month"].statement.opening == november.context["month"].statement.closing == net(free)
    assert (december.context["months"].before, december.context["months"].after) == (START.date().replace(day=1), None)
    assert november.context["months"].before is None
    assert "Cuối tháng chợ giữ" in text(november)
    assert "Hiện chợ giữ" in text(december)


@pytest.mark.parametrize("requested", ["", "x", "2026-13", "2999-01", "2026-11-01"])
def test_invalid_month_shows_the_current_one(manager: Client, clocked, requested: str) -> None:
    answer = manager.get("/ban-hang/tien/", {"thang": requested})
    assert answer.context["months"].shown == START.date().replace(day=1)


def test_month_is_downloaded_as_xlsx(manager: Client, free: Order) -> None:
    create_payout(payee_id=free.seller.payee_ref, amount=50_000)
    answer = manager.get("/ban-hang/tien/bang-ke.xlsx?thang=2026-11")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tien-ban-hang-2026-11.xlsx"'
    rows = list(load_workbook(BytesIO(answer.content))["Qua chợ"].iter_rows(min_row=6, values_only=True))
    code = Payout.objects.get().code
    assert [row[1] for row in rows] == ["Khoản", "Đầu tháng", "Bán hàng", "Chuyển về ngân hàng", "Cuối tháng"]
    assert rows[2][2:7] == (free.code, free.total, net(free) - free.total, 0, net(free))
    assert rows[3][2:7] == (code, None, None, None, -50_000)
    assert rows[4][8] == net(free) - 50_000


def test_month_is_downloaded_as_pdf(manager: Client, free: Order) -> None:
    answer = manager.get("/ban-hang/tien/bang-ke.pdf?thang=2026-11")
    assert answer.headers["Content-Type"] == "application/pdf"
    page_words = words(answer.content)
    assert page_words[0] == "Tiền bán hàng qua chợ, tháng 11/2026"
    assert page_words[page_words.index("Cuối tháng chợ giữ") + 1] == dong(net(free)).removesuffix(" đ")
    assert free.code in page_words


def test_cash_sales_are_listed_separately(manager: Client, market: Market) -> None:
    order = place(ready_cart([(market.mango, 1)], method="cash")).orders[0]
    confirm_order(order_id=order.pk, actor=market.manager)
    fulfill_order(order_id=order.pk, actor=market.manager, cash_received=True)
    answer = manager.get("/ban-hang/tien/")
    assert "Bạn đã nhận thẳng từ người mua" in text(answer)
    assert answer.context["month"].own_total == 120_000
    assert answer.context["month"].statement.closing == 0


def test_balance_of_another_seller_is_not_shown(owner: Client, free: Order) -> None:
    answer = owner.get("/ban-hang/tien/?thang=2026-11")
    assert answer.context["balance"].available == 0
    assert free.code not in text(answer)


def test_form_of_another_seller_creates_no_payout(owner: Client, free: Order) -> None:
    set_schedule(payee_id=free.seller.payee_ref, interval="manual")
    answer = owner.post("/ban-hang/tien/rut", {"seller": free.seller.pk}, follow=True)
    assert "Chưa lưu: trang đó mở cho gian hàng khác" in text(answer)
    assert Payout.objects.count() == 0


def test_order_page_shows_when_it_is_paid_out(manager: Client, market: Market, clocked, run_events) -> None:
    order = paid_order(market, run_events)
    url = f"/ban-hang/don/{order.code}/"
    assert "Tiền rút được" not in text(manager.get(url))
    confirm_order(order_id=order.pk, actor=market.manager)
    assert "Tiền rút được sau khi giao hàng và hết hạn đổi trả." in text(manager.get(url))
    fulfill_order(order_id=order.pk, actor=market.manager)
    order.refresh_from_db()
    free = full_day(order.arrives_to + timedelta(days=8))
    assert f"Tiền rút được từ {free}, khi hết hạn đổi trả." in text(manager.get(url))
    clocked.shift(timedelta(days=20))
    jobs.release_due()
    assert f"tiền đã sẵn sàng chuyển cho bạn từ {full_day(clock.today())}." in text(manager.get(url))


@pytest.mark.parametrize("page", ["", "bang-ke.pdf", "bang-ke.xlsx"])
@pytest.mark.parametrize("requested", ["0001-01", "1999-12", "9999-12", "2026-13", "2026-1", "x" * 3_000, "-1"])
def test_month_out_of_range_shows_the_current_one(manager: Client, page: str, requested: str) -> None:
    answer = manager.get(f"/ban-hang/tien/{page}", {"thang": requested})
    assert answer.status_code == 200
    assert page == "" or f"-{clock.today():%Y-%m}." in answer["Content-Disposition"]
