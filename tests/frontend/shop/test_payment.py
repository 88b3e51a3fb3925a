"""After paying: the true state in every case; the gateway's return is verified and never trusted."""

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from orders.models import ChargeStatus, Order
from tests.frontend.shop.helpers import keeps_the_policy, placed_here, text, words
from tests.orders.helpers import ipn, place, ready_cart, start
from tests.payments.helpers import message

pytestmark = pytest.mark.django_db


@pytest.fixture
def checkout_id(client, market):
    """A checkout placed in the client's browser."""
    result = ready_cart([(market.mango, 1), (market.lotus, 1)])
    place(result)
    placed_here(client, result)
    return result


def address(checkout_id, name="payment"):
    return reverse(f"shop:{name}", args=[Order.objects.filter(checkout=checkout_id).order_by("seller_id")[0].code])


def page_of(client, checkout_id):
    return client.get(address(checkout_id))


def test_unpaid_checkout_is_shown_as_waiting(client, checkout_id, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page = page_of(client, checkout_id)
    assert "Hàng đã giữ, chờ bạn trả" in words(page)
    assert 'hx-trigger="every 3s"' in text(page)
    assert '<noscript><meta http-equiv="refresh"' in text(page)
    assert keeps_the_policy(page)


def test_waiting_payment_becomes_paid(client, checkout_id, run_events, django_assert_max_num_queries):
    attempt = start(checkout_id)
    with django_assert_max_num_queries(12):
        assert "Đang chờ VNPay báo tiền về" in words(page_of(client, checkout_id))
    assert ipn(attempt) == "00"
    assert "đang ghi vào đơn" in words(page_of(client, checkout_id))
    run_events()
    shown = page_of(client, checkout_id)
    assert "Đã trả" in words(shown)
    assert "every 3s" not in text(shown)
    assert "http-equiv" not in text(shown)


def test_repeated_page_views_queue_one_status_query(client, checkout_id):
    attempt = start(checkout_id)
    for _look in range(3):
        page_of(client, checkout_id)
    jobs = ProcrastinateJob.objects.filter(task_name="payments.poll_attempt")
    assert [job.args["reference"] for job in jobs] == [attempt.reference]


def test_failed_payment_can_be_retried(client, checkout_id, run_events):
    ipn(start(checkout_id), "51", "02")
    run_events()
    page = page_of(client, checkout_id)
    assert "Chưa trả được, tiền chưa bị trừ" in words(page)
    assert "Thanh toán lại" in words(page)
    again = client.post(address(checkout_id, "pay-again"))
    assert "/vnpay-sandbox/" in again.headers["Location"]


def test_suspicious_payment_is_shown_as_in_review(client, checkout_id, run_events):
    ipn(start(checkout_id), "07")
    run_events()
    assert "Khoản trả này đang được kiểm tra" in words(page_of(client, checkout_id))


def test_paying_a_paid_order_is_refused(client, checkout_id, run_events):
    ipn(start(checkout_id))
    run_events()
    page = client.post(address(checkout_id, "pay-again"), follow=True)
    assert "Đơn này đã được thanh toán." in words(page)


@pytest.mark.parametrize(
    ("charges", "shown"),
    [
        (("FULL", "REFUNDING"), "phần đó được hoàn"),
        (("REFUNDING", "REFUNDED"), "đang được hoàn lại"),
        (("REFUNDED", "REFUNDED"), "Đã hoàn"),
        (("REFUNDED", "FULL"), "Đã nhận"),
    ],
)
def test_refunded_amount_is_shown(client, checkout_id, run_events, charges, shown):
    ipn(start(checkout_id))
    run_events()
    for order, charge in zip(Order.objects.order_by("seller_id"), charges, strict=True):
        Order.objects.filter(pk=order.pk).update(charge_status=ChargeStatus[charge])
    assert shown in words(page_of(client, checkout_id))


def test_polled_fragment_has_no_page_frame(client, checkout_id):
    part = client.get(address(checkout_id, "payment-part"))
    assert "<html" not in text(part)
    assert "Hàng đã giữ" in words(part)


def test_gateway_return_redirects_and_completes_nothing(client, checkout_id):
    attempt = start(checkout_id)
    back = client.get(reverse("shop:payment-return", args=["vnpay"]), message(attempt))
    assert back.headers["Location"] == address(checkout_id)
    assert not Order.objects.exclude(charge_status=ChargeStatus.NONE).exists()
    assert "Đang chờ VNPay báo tiền về" in words(page_of(client, checkout_id))


@pytest.mark.parametrize("forged", [{}, {"vnp_TxnRef": "x", "vnp_SecureHash": "00"}])
def test_unsigned_return_is_refused(client, checkout_id, forged):
    page = client.get(reverse("shop:payment-return", args=["vnpay"]), forged)
    assert page.status_code == 400
    assert "không tin và không ghi gì" in words(page)


def test_modified_return_is_refused(client, checkout_id):
    attempt = start(checkout_id)
    changed = message(attempt) | {"vnp_Amount": "100"}
    assert client.get(reverse("shop:payment-return", args=["vnpay"]), changed).status_code == 400
