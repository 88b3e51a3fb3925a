"""Returns in the back office: open requests, search by order code, returns opened by the operator."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from orders.fulfilment.services.cancel_order import cancel_order
from orders.models import Order, Return
from payments.models import LedgerEntry, Refund
from payments.refunds.services.send_refund import send_refund
from tests.factories import make_officer, make_user
from tests.frontend.office.figures.test_overview import text_of
from tests.market import make as make_market
from tests.orders.helpers import place, ready_cart, start, state
from tests.orders.returns.helpers import charge, delivered, make_opened_return, make_requested_return, settle_refund
from tests.payments.refunds.helpers import all_is_well, steer

pytestmark = pytest.mark.django_db
URL = "/co-quan/hoan-tien/"


@pytest.fixture
def market(db):
    return make_market()


@pytest.fixture
def order(market, run_events) -> Order:
    return delivered(market, run_events)


@pytest.fixture
def officer_client(market) -> Client:
    client = Client()
    client.force_login(make_officer("operator", full_name="Lê Thị Vận Hành"))
    return client


def page(name: str, order: Order) -> str:
    return reverse(f"office:{name}", args=[order.code])


def filled(order: Order, quantity: str = "1", **changes: str) -> dict:
    return {
        f"so-{order.lines.get().pk}": quantity, "reason": "wrong", "words": "Khách gọi tổng đài",
        "form": "8f0e2a86-58cb-4b3a-9f28-94a9d1e3a8b1",
    } | changes  # fmt: skip


def test_waiting_returns_are_listed(officer_client, order, django_assert_max_num_queries) -> None:
    assert "Không có khoản hoàn nào cần xử lý." in text_of(officer_client.get(URL))
    make_requested_return(order, 2)

    with django_assert_max_num_queries(12):
        shown = text_of(officer_client.get(URL))
    assert "Người mua đề nghị, chờ trả lời" in shown
    assert f"240.000 đ · {order.code}" in shown
    assert "Người mua đề nghị hoàn tiền" in text_of(officer_client.get("/co-quan/doi-soat/"))


def test_operator_accepts_a_return(officer_client, order, run_events, django_assert_max_num_queries) -> None:
    requested = make_requested_return(order, 2)
    with django_assert_max_num_queries(12):
        assert "Hoàn 240.000 đ" in text_of(officer_client.get(page("order-returns", order)))

    officer_client.post(page("return-accept", order), {"return_id": str(requested.pk), "answer": "Ảnh rõ"})

    settle_refund(requested, run_events)
    assert charge(order) == ("PARTLY_REFUNDED", 240_000)
    assert AuditEntry.objects.get(action="return.accept").actor.full_name == "Lê Thị Vận Hành"
    shown = text_of(officer_client.get(page("order-returns", order)))
    assert "“Ảnh rõ”" in shown
    assert f"{order.code}-T1" in shown
    all_is_well()


def test_operator_declines_a_return_with_a_reason(officer_client, order) -> None:
    requested = {"return_id": str(make_requested_return(order).pk)}
    refused = officer_client.post(page("return-decline", order), requested | {"answer": ""})
    assert refused.status_code == 422
    assert "Vui lòng ghi vì sao không hoàn" in text_of(refused)
    officer_client.post(page("return-decline", order), requested | {"answer": "Đã giao đủ"})
    assert Return.objects.get().state == "declined"


def test_operator_grants_the_return(officer_client, order) -> None:
    result = officer_client.get(f"{URL}tim", {"ma": order.code.lower().replace("-", " ")})
    assert result.headers["Location"] == page("order-returns", order)
    assert officer_client.get(f"{URL}tim", {"ma": f"{order.code}-T1/2"}).headers["Location"] == page(
        "order-returns", order
    )

    assert "Hoàn 120.000 đ" in text_of(officer_client.post(page("return-open", order), filled(order)))
    assert not Return.objects.exists()
    officer_client.post(page("return-open", order), filled(order, seen="120000"))

    created = Return.objects.get()
    assert (created.requested_by, created.state, created.amount, created.requester.full_name) == (
        "operator", "accepted", 120_000, "Lê Thị Vận Hành",
    )  # fmt: skip
    assert page("order-returns", order) in officer_client.get(f"{URL}{created.refund_id}/").content.decode()


def test_unknown_order_code_is_explained(officer_client) -> None:
    assert "Không có đơn nào mang mã 0000-0000-00." in text_of(
        officer_client.get(f"{URL}tim?ma=0000-0000-00", follow=True)
    )
    assert officer_client.get(f"{URL}don/0000-0000-00/").status_code == 404
    assert officer_client.get(f"{URL}don/x/").status_code == 404


def test_return_above_the_limit_needs_two_approvals(officer_client, order, settings) -> None:
    settings.REFUND_APPROVAL_LIMIT = 100_000
    officer_client.post(page("return-open", order), filled(order, seen="120000"))
    assert Refund.objects.get().phase == "awaiting_approval"
    assert charge(order) == ("REFUNDING", 0)
    all_is_well()


@pytest.mark.parametrize("role", ["commune", "buyer"])
def test_other_roles_are_refused(market, order, role) -> None:
    requested = make_requested_return(order)
    client = Client()
    client.force_login(make_user() if role == "buyer" else make_officer("commune", market.cooperative.unit))
    for name, sent in (
        ("return-accept", {"return_id": str(requested.pk)}),
        ("return-decline", {"return_id": str(requested.pk), "answer": "Không"}),
        ("return-open", filled(order, seen="120000")),
    ):
        assert client.post(page(name, order), sent).status_code == 403
    assert client.get(page("order-returns", order)).status_code == 403
    assert client.get(f"{URL}tim", {"ma": order.code}).status_code == 403
    assert Return.objects.get().state == "requested"


def test_refunded_order_lists_its_refunds(officer_client, market, run_events, order) -> None:
    settle_refund(make_opened_return(order, market.manager, 3, with_delivery=True), run_events)
    shown = text_of(officer_client.get(page("order-returns", order)))
    assert "Tiền của đơn này đã hoàn hết." in shown
    assert "đã hoàn" in shown


class TestVnpayRefuses:
    """A cancelled order whose refund VNPay refuses: either of the two options ends with the order refunded."""

    @pytest.fixture
    def refused(self, market, run_events) -> Refund:
        checkout_id = ready_cart([(market.mango, 2)])
        order = place(checkout_id).orders[0]
        steer(txn_ref=start(checkout_id).reference, outcome="success")
        run_events()
        cancel_order(order_id=order.pk, actor=market.manager, reason="other")
        run_events()
        refund = Refund.objects.get()
        steer(txn_ref=refund.attempt.reference, refund="refuse")
        send_refund(refund_id=refund.pk)
        run_events()
        assert state(order) == ("CANCELED", "REFUNDING")
        return refund

    def test_operator_sees_both_kinds_of_refund(self, officer_client, refused) -> None:
        shown = text_of(officer_client.get(f"{URL}{refused.pk}/"))
        assert "đơn còn ghi đang hoàn" in shown
        assert "Hoàn lần nữa qua VNPay" in shown
        assert "Trả bằng chuyển khoản" in shown

    def test_failed_refund_is_retried_by_vnpay(self, officer_client, refused, run_events) -> None:
        officer_client.post(f"{URL}{refused.pk}/hoan-lai/", {"note": "Ngân hàng đã mở lại thẻ", "by_hand": "0"})
        again = Refund.objects.get(retry_of=refused)
        steer(txn_ref=again.attempt.reference, refund="success")
        send_refund(refund_id=again.pk)
        run_events()
        assert state(Order.objects.get()) == ("CANCELED", "REFUNDED")
        all_is_well()

    def test_failed_refund_is_replaced_by_a_bank_transfer(self, officer_client, refused, run_events) -> None:
        order = Order.objects.get()
        answer = officer_client.post(
            f"{URL}{refused.pk}/hoan-lai/", {"note": "Thẻ đã đóng", "by_hand": "1"}, follow=True
        )
        by_hand = Refund.objects.get(retry_of=refused)
        shown = text_of(answer)
        assert "Hỏi số tài khoản của người mua: Nguyễn Thị Hoa · 0912 345 678" in shown.replace("\xa0", " ")
        assert "Số bút toán của ngân hàng, tài khoản nhận, ngày chuyển" in shown
        run_events()
        assert state(order) == ("CANCELED", "REFUNDING")

        without = officer_client.post(f"{URL}{by_hand.pk}/quyet-dinh/", {"note": "", "paid": "1"})
        assert without.status_code == 422
        assert "Vui lòng ghi số bút toán ngân hàng" in text_of(without)
        officer_client.post(f"{URL}{by_hand.pk}/quyet-dinh/", {"note": "FT26331123, VCB 0071, 27/11", "paid": "1"})

        run_events()
        by_hand.refresh_from_db()
        assert (by_hand.status, by_hand.proof) == ("succeeded", "FT26331123, VCB 0071, 27/11")
        assert state(order) == ("CANCELED", "REFUNDED")
        paid = LedgerEntry.objects.filter(transaction__reason="refund_settled", account__code="bank")
        assert paid.get().amount == -order.total
        all_is_well()

    def test_bank_transfer_above_the_limit_needs_two_approvals(self, officer_client, refused, settings) -> None:
        settings.REFUND_APPROVAL_LIMIT = 100_000
        officer_client.post(f"{URL}{refused.pk}/hoan-lai/", {"note": "Thẻ đã đóng", "by_hand": "1"})
        by_hand = Refund.objects.get(retry_of=refused)
        assert by_hand.phase == "awaiting_approval"
        officer_client.post(f"{URL}{by_hand.pk}/quyet-dinh/", {"note": "FT26331123", "paid": "1"})
        other = Client()
        other.force_login(make_officer("operator"))
        for client in (officer_client, other):
            by_hand.refresh_from_db()
            assert by_hand.phase == "awaiting_approval"
            client.post(f"{URL}{by_hand.pk}/duyet/", {"approved": "1"})
        by_hand.refresh_from_db()
        assert (by_hand.phase, by_hand.status) == ("by_hand", "requires_action")
