"""VNPay down, slow or wrong: the buyer's page is correct, nothing is lost or shipped; afterwards all is recovered."""

import pytest
from django.test import Client
from django.urls import reverse

from core.errors import DomainError
from core.outbox import deliver_due
from orders.checkout.queries.payment_state import payment_state
from orders.fulfilment.services.confirm_order import confirm_order
from orders.models import Order
from payments.intents import jobs
from payments.intents.services.close_overdue import close_overdue
from payments.models import IntentStatus, JournalEntry, PaymentIntent, Refund
from payments.refunds import jobs as refund_jobs
from sandbox.models import SandboxRefund
from tests.frontend.shop.helpers import placed_here, words
from tests.integrity import mismatches
from tests.orders.helpers import place, ready_cart, start, stock
from tests.payments.helpers import expire
from tests.payments.refunds.helpers import stands as refund_stands
from tests.payments.refunds.helpers import steer

pytestmark = pytest.mark.django_db
FAULTS = ("timeout", "unreachable", "error", "bad_signature", "wrong_amount", "other_merchant")


def settle() -> None:
    while deliver_due():
        pass


def all_is_well() -> None:
    assert mismatches() == []


@pytest.mark.parametrize("fault", FAULTS)
def test_payment_without_an_ipn_is_found_by_the_query(market, fault: str) -> None:
    """Paid at VNPay, its IPN lost, and no answer to any question that can be believed."""
    checkout_id = ready_cart([(market.mango, 2)])
    (order,) = place(checkout_id).orders
    attempt = start(checkout_id)
    steer(txn_ref=attempt.reference, outcome="success", ipn="never")
    steer(fault={"querydr": fault})

    browser = Client()
    placed_here(browser, checkout_id)

    def page() -> str:
        answer = browser.get(reverse("shop:payment", args=[order.code]))
        assert answer.status_code == 200
        return words(answer)

    for nth in range(3):
        jobs.poll_attempt(attempt.reference, nth)
        settle()
    assert "Đang chờ VNPay báo tiền về" in page()
    assert (stock(market.mango), JournalEntry.objects.count()) == ((10, 2), 0)
    with pytest.raises(DomainError) as refused:
        confirm_order(order_id=order.pk, actor=market.manager)
    assert refused.value.code == "INVALID_MOVE"

    expire(attempt, seconds=24 * 3600)
    assert close_overdue(intent_id=attempt.intent_id) == IntentStatus.PROCESSING  # silence never cancels
    settle()
    assert (payment_state(checkout_id).kind, stock(market.mango)) == ("waiting", (10, 2))
    assert "Đang chờ VNPay báo tiền về" in page()
    all_is_well()

    steer(fault=None)
    assert close_overdue(intent_id=attempt.intent_id) == IntentStatus.SUCCEEDED
    settle()
    assert (payment_state(checkout_id).kind, stock(market.mango)) == ("paid", (8, 0))
    assert "Đã trả" in page()
    all_is_well()


@pytest.mark.parametrize("fault", FAULTS)
def test_unpaid_attempt_keeps_its_goods_until_vnpay_answers(market, fault: str) -> None:
    """The goods stay held until VNPay has spoken, and are free at once when it has."""
    checkout_id = ready_cart([(market.mango, 2)])
    place(checkout_id)
    attempt = start(checkout_id)
    steer(txn_ref=attempt.reference, outcome="cancel", ipn="never")
    steer(fault={"querydr": fault})
    expire(attempt, seconds=3600)
    assert close_overdue(intent_id=attempt.intent_id) == IntentStatus.PROCESSING
    assert stock(market.mango) == (10, 2)
    steer(fault=None)
    assert close_overdue(intent_id=attempt.intent_id) == IntentStatus.CANCELED
    settle()
    assert (stock(market.mango), Order.objects.get().status) == ((10, 0), "EXPIRED")
    all_is_well()


@pytest.mark.parametrize("fault", FAULTS)
def test_refund_through_a_failing_gateway_is_sent_once(market, run_events, fault: str) -> None:
    """Paid after it was cancelled. Whatever VNPay does, it is asked once at most, and no đồng goes back twice."""
    checkout_id = ready_cart([(market.mango, 2)])
    place(checkout_id)
    attempt = start(checkout_id)
    expire(attempt, seconds=3600)
    close_overdue(intent_id=attempt.intent_id)
    PaymentIntent.objects.get(status=IntentStatus.CANCELED)
    steer(txn_ref=attempt.reference, outcome="success")
    steer(fault={"refund": fault})
    settle()
    (refund,) = Refund.objects.all()
    for _ in range(3):
        refund_jobs.send_refund(refund.pk)
        refund_jobs.sweep_refunds(0)
        settle()
    lost = fault != "unreachable"
    assert refund_stands(refund)[0] == ("unknown" if lost else "queued")
    assert SandboxRefund.objects.count() == (fault not in ("unreachable", "error"))
    assert (Order.objects.get().charge_status, stock(market.mango)) == ("REFUNDING", (10, 0))
    all_is_well()
    steer(fault=None)
    refund_jobs.send_refund(refund.pk)
    settle()
    assert SandboxRefund.objects.count() == (fault != "error")  # what was sent into the dark is not sent again
    assert Order.objects.get().charge_status == ("REFUNDING" if lost else "REFUNDED")
    all_is_well()
