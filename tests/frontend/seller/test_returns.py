"""The seller's pages: answering a requested return, opening one after a preview of the amount, confirming cash."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from orders.models import Order, Return
from tests.factories import make_user
from tests.frontend.seller.conftest import text
from tests.orders.helpers import stock
from tests.orders.returns.helpers import charge, delivered, make_requested_return

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(market, run_events) -> Order:
    return delivered(market, run_events)


def page(name: str, order: Order) -> str:
    return reverse(f"seller:{name}", args=[order.code])


def filled(order: Order, quantity: str = "1", **changes: str) -> dict:
    return {
        f"so-{order.lines.get().pk}": quantity, "reason": "missing", "words": "", "restock": "on",
        "form": "8f0e2a86-58cb-4b3a-9f28-94a9d1e3a8b1",
    } | changes  # fmt: skip


def test_requested_return_is_a_task_and_is_accepted(manager, market, order, django_assert_max_num_queries) -> None:
    requested = make_requested_return(order, 2)
    today = text(manager.get("/ban-hang/"))
    assert "Khách đề nghị hoàn tiền" in today
    assert "240.000 đ" in today
    assert "Khách đề nghị hoàn 240.000 đ" in text(manager.get("/ban-hang/don/?loai=de-nghi-hoan"))
    with django_assert_max_num_queries(12):
        shown = text(manager.get(page("order", order)))
    assert "“Ba trái bị dập”" in shown
    assert "Đồng ý hoàn 240.000 đ" in shown

    answer = manager.post(page("return-accept", order), {"return_id": str(requested.pk), "restock": "on"}, follow=True)

    assert "Đã đồng ý hoàn 240.000 đ. Tiền tự về người mua qua VNPay." in text(answer)
    assert (Return.objects.get().state, stock(market.mango)) == ("accepted", (9, 0))
    again = manager.post(page("return-accept", order), {"return_id": str(requested.pk)}, follow=True)
    assert "Đề nghị này không còn chờ trả lời." in text(again)
    assert "Khách đề nghị hoàn tiền" not in text(manager.get("/ban-hang/"))


def test_return_is_declined_with_a_reason(manager, order) -> None:
    requested = {"return_id": str(make_requested_return(order).pk)}
    answer = manager.post(page("return-decline", order), requested | {"answer": " "})
    assert answer.status_code == 422
    assert "Vui lòng ghi vì sao không hoàn, để người mua biết." in text(answer)
    assert Return.objects.get().state == "requested"

    manager.post(page("return-decline", order), requested | {"answer": "Hàng giao còn nguyên"})
    assert Return.objects.get().state == "declined"
    assert "“Hàng giao còn nguyên”" in text(manager.get(page("order", order)))


def test_return_is_opened_after_its_amount_was_shown(manager, market, order) -> None:
    assert page("order-open-return", order) in manager.get(page("order", order)).content.decode()
    first = manager.post(page("order-open-return", order), filled(order))
    assert (first.status_code, Return.objects.count()) == (200, 0)
    assert 'Khách được hoàn <b class="num nowrap">120.000 đ</b>' in text(first)

    changed = manager.post(page("order-open-return", order), filled(order, "2", seen="120000"))
    assert "Hoàn 240.000 đ" in text(changed)
    assert not Return.objects.exists()

    for _tap in range(2):
        manager.post(page("order-open-return", order), filled(order, "2", seen="240000"))
    created = Return.objects.get()
    assert (created.requested_by, created.state, created.amount, created.restocked) == (
        "seller",
        "accepted",
        240_000,
        True,
    )
    assert stock(market.mango) == (9, 0)
    assert AuditEntry.objects.get(action="return.accept").actor == market.manager


def test_cash_refund_is_recorded(manager, market, run_events) -> None:
    order = delivered(market, run_events, method="cash")
    manager.post(page("order-open-return", order), filled(order, seen="120000"))
    assert "Đã trả lại 120.000 đ" in text(manager.get("/ban-hang/"))
    assert "Đã trả lại 120.000 đ" in text(manager.get(page("order", order)))

    manager.post(page("order-confirm-refund", order), {"proof": "Bà Hoa nhận tiền mặt"})

    assert charge(order) == ("PARTLY_REFUNDED", 120_000)
    assert "đã trả lại người mua 120.000 đ" in text(manager.get(page("order", order)))


def test_invalid_quantities_are_explained(manager, order) -> None:
    answer = manager.post(page("order-open-return", order), filled(order, "9"))
    assert answer.status_code == 422
    assert "Còn 3 để trả." in text(answer)


def test_order_of_another_seller_is_not_found(owner, enter, order) -> None:
    requested = make_requested_return(order)
    for name, sent in (
        ("order-open-return", filled(order, seen="120000")),
        ("return-accept", {"return_id": str(requested.pk)}),
        ("return-decline", {"return_id": str(requested.pk), "answer": "Không"}),
    ):
        assert owner.post(page(name, order), sent).status_code == 404
        assert enter(make_user()).post(page(name, order), sent).status_code == 403
    assert Return.objects.get().state == "requested"
