"""Doubtful transfers at the seller's pages: counted in the menu, explained, answered once."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from orders.checkout.services.start_payment import start_payment
from orders.models import Order
from orders.pos.services.record_sale import record_sale
from payments import sdk
from payments.models import BankFeed, BankTransfer
from tests.frontend.shop.helpers import keeps_the_policy, words
from tests.market import Market
from tests.orders.helpers import place, ready_cart, reread, show_account, state
from tests.payments.bank.helpers import reported
from tests.payments.helpers import state as money

HERE = "/ban-hang/tien/chua-ro/"


@pytest.fixture
def awaited(market: Market) -> Order:
    show_account(market.cooperative, feed="sepay")
    checkout_id = ready_cart([(market.mango, 1)], method="vietqr")
    order = place(checkout_id).orders[0]
    start_payment(checkout_id=checkout_id, return_url="https://cho.vn/", ip="113.160.92.202")
    return order


@pytest.fixture
def report_transfer(awaited: Order) -> Callable[..., BankTransfer]:
    """The seller's bank feed reports a transfer: the order's code and amount unless given."""
    intent = sdk.payment_intents.retrieve(reread(awaited).allocation.intent_id)

    def created(content: str = "", more: int = 0) -> BankTransfer:
        feed = BankFeed.objects.get(account__number=intent.bank_account_no)
        return reported(feed, content or intent.transfer_code, awaited.total + more)

    return created


@pytest.fixture
def lost(report_transfer) -> BankTransfer:
    return report_transfer("CX0000000000 tien xoai")


def send(client: Client, transfer: BankTransfer, **supplied: str):
    return client.post(f"{HERE}{transfer.pk}", {"note": "Khách gửi ảnh"} | supplied, follow=True)


def test_page_without_transfers_shows_an_empty_state(manager: Client) -> None:
    assert "Không có khoản nào cần xem" in words(manager.get(HERE))
    for page in ("/ban-hang/", "/ban-hang/tien/"):
        assert "chưa rõ cho đơn nào" not in words(manager.get(page))


def test_open_transfers_are_counted_on_home_and_money_pages(manager: Client, lost) -> None:
    for page in ("/ban-hang/", "/ban-hang/tien/"):
        shown = manager.get(page)
        assert "1 khoản chuyển vào tài khoản của bạn chưa rõ cho đơn nào." in words(shown)
        assert f'href="{HERE}"' in shown.content.decode()


@pytest.mark.parametrize(
    ("more", "tag", "answers_with"),
    [
        (-1_000, "trả thiếu", "còn thiếu 1.000 đ. Hỏi khách"),
        (1_000, "trả thừa", "rồi chuyển trả phần thừa"),
    ],
)
def test_reason_is_explained(
    manager: Client, awaited: Order, report_transfer, more: int, tag: str, answers_with: str
) -> None:
    report_transfer(more=more)
    page = words(manager.get(HERE))
    assert tag in page
    assert answers_with in page.replace("\xa0", " ")
    assert awaited.code in page


def test_second_payment_of_an_order_is_explained(manager: Client, awaited: Order, report_transfer, run_events) -> None:
    report_transfer()
    report_transfer()
    assert "Đơn này đã được trả rồi: đây là lần thứ hai." in words(manager.get(HERE))


def test_transfer_of_a_pos_sale_links_to_the_sale(manager: Client, market: Market) -> None:
    show_account(market.cooperative, feed="sepay")
    sale = record_sale(
        seller_id=market.cooperative.pk, actor=market.manager, amount=50_000, method="vietqr", form_key=uuid4()
    )
    intent = sdk.payment_intents.retrieve(sale.intent_id)
    feed = BankFeed.objects.get(account__number=intent.bank_account_no)
    reported(feed, intent.transfer_code, sale.amount - 1_000)

    page = manager.get(HERE)

    assert f'href="/ban-hang/cho/{sale.code}' in page.content.decode()
    assert f'href="/ban-hang/don/{sale.code}' not in page.content.decode()


def test_accepted_transfer_pays_the_order(manager: Client, awaited: Order, lost, run_events) -> None:
    page = manager.get(HERE)
    assert f"Trả cho đơn {awaited.code} của Nguyễn Thị Hoa" in words(page)
    assert keeps_the_policy(page)

    done = send(manager, lost, what=reread(awaited).allocation.intent_id)

    assert "Đã ghi. Khoản này không còn chờ bạn." in words(done)
    assert state(awaited) == ("UNCONFIRMED", "FULL")


def test_order_is_named_by_its_code(manager: Client, awaited: Order, lost) -> None:
    none = send(manager, lost, what="other", code="7K2P-9DXM-4H")
    assert none.status_code == 422
    assert "Không có đơn hay biên nhận nào của bạn mang mã này." in words(none)
    assert "Vui lòng ghi mã đơn hoặc số biên nhận." in words(send(manager, lost, what="other"))
    assert state(awaited) == ("UNCONFIRMED", "NONE")

    send(manager, lost, what="other", code=awaited.code.lower())

    assert state(awaited) == ("UNCONFIRMED", "FULL")


@pytest.mark.parametrize("what", ["returned", "not_ours"])
def test_returned_or_foreign_transfer_is_recorded(manager: Client, lost, what: str) -> None:
    before = money()
    send(manager, lost, what=what)
    lost.refresh_from_db()
    assert (lost.state, lost.decision) == ("decided", f"{what}: Khách gửi ảnh")
    assert money() == before


@pytest.mark.parametrize(
    ("supplied", "answers_with"),
    [
        ({}, "Vui lòng chọn khoản này là gì."),
        ({"what": "pi_cua_nguoi_khac"}, "Vui lòng sửa chỗ báo lỗi"),
        ({"what": "returned", "note": ""}, "Vui lòng ghi: khách gửi ảnh"),
    ],
)
def test_incomplete_answer_is_refused(manager: Client, lost, supplied: dict, answers_with: str) -> None:
    page = send(manager, lost, **supplied)
    assert (page.status_code, answers_with in words(page)) == (422, True)
    lost.refresh_from_db()
    assert lost.state == "unmatched"


def test_decided_transfer_cannot_be_decided_again(manager: Client, lost) -> None:
    send(manager, lost, what="returned")
    again = send(manager, lost, what="not_ours")
    assert "Khoản này đã có người xử lý" in words(again)
    lost.refresh_from_db()
    assert lost.decision == "returned: Khách gửi ảnh"


def test_transfer_of_another_seller_is_not_shown_or_decided(owner: Client, lost) -> None:
    assert "Không có khoản nào cần xem" in words(owner.get(HERE))
    send(owner, lost, what="returned")
    lost.refresh_from_db()
    assert lost.state == "unmatched"
