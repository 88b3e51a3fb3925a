"""The buyer's page of a fulfilled order: requesting a return, seeing the answer, withdrawing it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from orders.models import Return
from orders.returns.services.decline_return import decline_return
from orders.returns.window import return_window_end
from tests.frontend.shop.helpers import keeps_the_policy, placed_here, words
from tests.orders.returns.helpers import delivered, make_opened_return, make_requested_return, settle_refund

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(market, run_events):
    return delivered(market, run_events)


@pytest.fixture
def opened(client, order):
    """The browser of the order's guest."""
    placed_here(client, order.checkout_id)
    return client


def page(order) -> str:
    return reverse("shop:order", args=[order.code])


def form_of(order) -> str:
    return reverse("shop:order-return", args=[order.code])


def filled(order, quantity: str = "2", **changes: str) -> dict:
    return {
        f"so-{order.lines.get().pk}": quantity, "reason": "damaged", "words": "Hai trái dập",
        "form": "8f0e2a86-58cb-4b3a-9f28-94a9d1e3a8b1",
    } | changes  # fmt: skip


def test_return_is_requested_and_its_answer_shown(opened, order, market, django_assert_max_num_queries) -> None:
    assert f'"{form_of(order)}"' in opened.get(page(order)).content.decode()
    with django_assert_max_num_queries(12):
        form = opened.get(form_of(order))
    assert keeps_the_policy(form)
    assert "HTX mẫu Mỹ Thọ trả lời trong 24 giờ" in words(form)

    for _tap in range(2):
        assert opened.post(form_of(order), filled(order)).headers["Location"] == page(order)

    requested = Return.objects.get()
    assert (requested.amount, requested.words, requested.requester, requested.state) == (
        240_000,
        "Hai trái dập",
        None,
        "requested",
    )
    with django_assert_max_num_queries(12):
        shown = words(opened.get(page(order)))
    assert "240.000 đ Chờ trả lời" in shown
    assert "Rút đề nghị này" in shown
    assert f'"{form_of(order)}"' not in opened.get(page(order)).content.decode()

    decline_return(return_id=requested.pk, actor=market.manager, answer="Ảnh cho thấy hàng tốt")
    shown = words(opened.get(page(order)))
    assert "Không hoàn" in shown
    assert "“Ảnh cho thấy hàng tốt”" in shown
    assert "phân xử" in shown


def test_return_is_withdrawn(opened, order) -> None:
    make_requested_return(order)
    assert "Đã rút đề nghị hoàn tiền." in words(
        opened.post(reverse("shop:order-return-withdraw", args=[order.code]), follow=True)
    )
    assert Return.objects.get().state == "withdrawn"
    again = opened.post(reverse("shop:order-return-withdraw", args=[order.code]), follow=True)
    assert "Đề nghị này đã được trả lời rồi." in words(again)


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"reason": ""}, "Vui lòng chọn lý do."),
        ({"quantity": "4"}, "Còn 3 để trả."),
        ({"quantity": "nhiều"}, "Vui lòng ghi một số."),
        ({"quantity": "0"}, "Vui lòng chọn số lượng của ít nhất một mặt hàng."),
    ],
)
def test_invalid_return_is_explained_and_the_input_kept(opened, order, changes, shown) -> None:
    answer = opened.post(form_of(order), filled(order, **changes))
    assert answer.status_code == 422
    assert shown in words(answer)
    assert "Hai trái dập" in words(answer)
    assert not Return.objects.exists()


def test_return_by_a_stranger_is_refused(client, order) -> None:
    for address in (form_of(order), reverse("shop:order-return-withdraw", args=[order.code])):
        answer = client.post(address, filled(order))
        assert answer.headers["Location"].startswith(reverse("shop:orders") + "?ma=")
    assert not Return.objects.exists()


def test_return_by_the_seller_is_refused(client, order, market) -> None:
    client.force_login(market.manager)
    assert client.post(form_of(order), filled(order)).headers["Location"].startswith(reverse("shop:orders"))
    assert not Return.objects.exists()


def test_return_after_the_window_is_refused(opened, order) -> None:
    ends = return_window_end(order)
    assert ends
    with time_machine.travel(ends + timedelta(minutes=1)):
        assert f'"{form_of(order)}"' not in opened.get(page(order)).content.decode()
        assert "Đã hết hạn đổi trả" in words(opened.get(form_of(order), follow=True))
        assert "Đã hết hạn đổi trả" in words(opened.post(form_of(order), filled(order)))
    assert not Return.objects.exists()


def test_page_shows_the_refunded_amount(opened, order, market, run_events) -> None:
    returned = make_opened_return(order, market.manager, 1)
    assert "120.000 đ đang được hoàn lại" in words(opened.get(page(order)))
    settle_refund(returned, run_events)
    shown = words(opened.get(page(order)))
    assert "Đã giao, đã hoàn 120.000 đ" in shown
    assert "Đã hoàn một phần tiền" in shown
    assert "Đã giao, đã hoàn 120.000 đ" in words(opened.get(reverse("shop:orders")))
