"""Who sees which orders, and what seller and buyer read of them."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from core import clock
from core.errors import DomainError, NotFound
from orders.models import Order
from orders.queries.guest_order import order_for_guest
from orders.queries.order_page import order_page
from orders.queries.owed import owed
from orders.queries.sale import sale_of
from orders.queries.seller_orders import seller_counts, seller_orders, seller_tasks
from orders.queries.visible import orders_visible_to
from orders.services.cancel_by_buyer import cancel_by_buyer
from orders.services.confirm_order import confirm_order
from tests.factories import make_officer, make_user
from tests.orders.helpers import PHONE, ipn, place, ready_cart, start


def paid_order(market, run_events, **fields) -> Order:
    checkout_id = ready_cart([(market.mango, 1)], **fields)
    order = place(checkout_id).orders[0]
    ipn(start(checkout_id))
    run_events()
    return order


def test_everyone_sees_their_own_and_no_more(market, run_events) -> None:
    buyer = make_user()
    theirs = paid_order(market, run_events, user=buyer)
    unpaid = place(ready_cart([(market.lotus, 1)], user=buyer)).orders[0]
    cash = place(ready_cart([(market.mango, 1)], method="cash")).orders[0]

    def seen(user) -> set[Order]:
        return set(orders_visible_to(user))

    assert seen(buyer) == {theirs, unpaid}
    assert seen(market.manager) == {theirs, cash}
    assert seen(market.household_owner) == set()  # its order is not paid yet
    assert seen(make_officer("operator")) == {theirs, unpaid, cash}
    for nobody in (
        AnonymousUser(),
        None,
        make_user(),
        make_officer("commune", market.cooperative.unit),
        make_officer("province", market.cooperative.unit.parent),
    ):
        assert seen(nobody) == set()
    buyer.is_active = False
    assert seen(buyer) == set()


def test_a_guest_opens_an_order_by_code_and_phone(market) -> None:
    order = place(ready_cart([(market.mango, 1)])).orders[0]
    heard = order.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert order_for_guest(code=order.code, phone=PHONE, ip="::1") == order
    assert order_for_guest(code=heard, phone="+84 912 345 678", ip="::1") == order


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
def test_one_answer_for_everything_that_does_not_fit(market, code: str, phone: str) -> None:
    order = place(ready_cart([(market.mango, 1)])).orders[0]

    with pytest.raises(NotFound) as caught:
        order_for_guest(code=order.code if code == "the order's" else code, phone=phone, ip="::1")

    assert str(caught.value.message) == ("Không có đơn nào khớp với mã và số điện thoại này. Vui lòng xem lại cả hai.")
    assert caught.value.field == "code"


def test_guessing_is_throttled_by_code_and_by_address(market) -> None:
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


def test_an_orders_page(market, run_events, django_assert_num_queries) -> None:
    order = paid_order(market, run_events)
    confirm_order(order_id=order.pk, actor=market.manager)

    with django_assert_num_queries(3):
        page = order_page(order.pk)

    assert [(line.product_name, line.quantity, line.total) for line in page.lines] == [("Xoài cát Chu", 1, 120_000)]
    assert [(line.what, line.actor_name) for line in page.history] == [
        ("placed", ""),
        ("paid", ""),
        ("confirmed", "Trần Văn Quản"),
    ]
    assert str(page.history[1].words) == "Đã nhận được tiền"
    assert (page.can_confirm, page.can_hand_over, page.can_cancel, page.can_withdraw) == (False, True, True, False)
    with pytest.raises(NotFound):
        order_page("nothing")


def test_every_word_of_the_history_is_known(market) -> None:
    from orders.queries.order_page import WORDS
    from orders.services.move_order import MoveName

    assert {*MoveName} <= WORDS.keys()


def test_a_sellers_tabs(market, run_events, django_assert_num_queries) -> None:
    with time_machine.travel(clock.now() - timedelta(hours=30)):
        old = paid_order(market, run_events)
    new = paid_order(market, run_events)
    taken = paid_order(market, run_events)
    confirm_order(order_id=taken.pk, actor=market.manager)
    gone = place(ready_cart([(market.mango, 1)], method="cash")).orders[0]
    cancel_by_buyer(order_id=gone.pk)
    place(ready_cart([(market.mango, 1)]))  # unpaid: not the seller's yet

    def tab(name: str) -> list[Order]:
        return [entry.order for entry in seller_orders(market.cooperative, name)]

    assert tab("to_confirm") == [old, new]
    assert tab("to_hand_over") == [taken]
    assert tab("done") == []
    assert tab("canceled") == [gone]
    assert tab("all") == [gone, taken, new, old]
    assert [e.order for e in seller_orders(market.cooperative, "all", after=taken.created_at, limit=1)] == [new]
    assert [entry.is_overdue for entry in seller_orders(market.cooperative)] == [True, False]
    assert seller_counts(market.cooperative) == {
        "to_confirm": 2,
        "to_hand_over": 1,
        "done": 0,
        "canceled": 1,
        "all": 4,
    }
    assert seller_orders(market.household, "all") == []
    with django_assert_num_queries(2):
        seller_orders(market.cooperative, "all")
    with django_assert_num_queries(5):
        tasks = seller_tasks(market.cooperative)
    assert (tasks.to_confirm_count, tasks.to_hand_over_count, tasks.overdue_count) == (2, 1, 1)
    assert (tasks.orders_today, tasks.paid_today) == (2, 270_000)
    assert [entry.order for entry in tasks.to_confirm] == [old, new]


def test_what_is_owed_in_three_statements(market, run_events, django_assert_num_queries) -> None:
    order = paid_order(market, run_events)
    assert owed(market.cooperative).total == 0
    confirm_order(order_id=order.pk, actor=market.manager)

    with django_assert_num_queries(3):
        mine = owed(market.cooperative)

    assert [(line.type, line.order_code) for line in mine.lines] == [("transfer", order.code)]
    assert (mine.available, mine.pending) == (0, mine.lines[0].amount)


def test_a_sale_is_a_paid_order(market, run_events) -> None:
    order = paid_order(market, run_events)
    unpaid = place(ready_cart([(market.mango, 1)])).orders[0]

    sale = sale_of(str(order.pk))

    assert (sale.code, sale.seller_id, sale.method, sale.total) == (order.code, market.cooperative.pk, "vnpay", 135_000)
    assert sale_of(str(unpaid.pk)) is None
