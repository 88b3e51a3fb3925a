"""The desk: buyers who wait for an answer, an order found by its code, and money given back or not."""

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
from tests.orders.returns.helpers import ask, charge, delivered, give, send_back
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
def desk(market) -> Client:
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


def test_who_waits_is_on_the_desk(desk, order, django_assert_max_num_queries) -> None:
    assert "Không có khoản hoàn nào cần xử lý." in text_of(desk.get(URL))
    ask(order, 2)

    with django_assert_max_num_queries(12):
        said = text_of(desk.get(URL))
    assert "Người mua đề nghị, chờ trả lời" in said
    assert f"240.000 đ · {order.code}" in said
    assert "Người mua đề nghị hoàn tiền" in text_of(desk.get("/co-quan/doi-soat/"))


def test_the_operator_decides_in_the_sellers_place(desk, order, run_events, django_assert_max_num_queries) -> None:
    asked = ask(order, 2)
    with django_assert_max_num_queries(12):
        assert "Hoàn 240.000 đ" in text_of(desk.get(page("order-returns", order)))

    desk.post(page("return-accept", order), {"return_id": str(asked.pk), "answer": "Ảnh rõ"})

    send_back(asked, run_events)
    assert charge(order) == ("PARTLY_REFUNDED", 240_000)
    assert AuditEntry.objects.get(action="return.accept").actor.full_name == "Lê Thị Vận Hành"
    said = text_of(desk.get(page("order-returns", order)))
    assert "“Ảnh rõ”" in said
    assert f"{order.code}-T1" in said
    all_is_well("")


def test_no_with_a_reason_only(desk, order) -> None:
    asked = {"return_id": str(ask(order).pk)}
    refused = desk.post(page("return-decline", order), asked | {"answer": ""})
    assert refused.status_code == 422
    assert "Vui lòng ghi vì sao không hoàn" in text_of(refused)
    desk.post(page("return-decline", order), asked | {"answer": "Đã giao đủ"})
    assert Return.objects.get().state == "declined"


def test_given_from_the_desk(desk, order) -> None:
    found = desk.get(f"{URL}tim", {"ma": order.code.lower().replace("-", " ")})
    assert found.headers["Location"] == page("order-returns", order)
    assert desk.get(f"{URL}tim", {"ma": f"{order.code}-T1/2"}).headers["Location"] == page("order-returns", order)

    assert "Hoàn 120.000 đ" in text_of(desk.post(page("return-give", order), filled(order)))
    assert not Return.objects.exists()
    desk.post(page("return-give", order), filled(order, seen="120000"))

    made = Return.objects.get()
    assert (made.requested_by, made.state, made.amount, made.requester.full_name) == (
        "operator", "accepted", 120_000, "Lê Thị Vận Hành",
    )  # fmt: skip
    assert page("order-returns", order) in desk.get(f"{URL}{made.refund_id}/").content.decode()


def test_an_unknown_code(desk) -> None:
    assert "Không có đơn nào mang mã 0000-0000-00." in text_of(desk.get(f"{URL}tim?ma=0000-0000-00", follow=True))
    assert desk.get(f"{URL}don/0000-0000-00/").status_code == 404
    assert desk.get(f"{URL}don/x/").status_code == 404


def test_above_the_limit_two_people_approve(desk, order, settings) -> None:
    settings.REFUND_APPROVAL_LIMIT = 100_000
    desk.post(page("return-give", order), filled(order, seen="120000"))
    assert Refund.objects.get().phase == "awaiting_approval"
    assert charge(order) == ("REFUNDING", 0)
    all_is_well("")


@pytest.mark.parametrize("role", ["commune", "buyer"])
def test_for_the_operator_alone(market, order, role) -> None:
    asked = ask(order)
    client = Client()
    client.force_login(make_user() if role == "buyer" else make_officer("commune", market.cooperative.unit))
    for name, sent in (
        ("return-accept", {"return_id": str(asked.pk)}),
        ("return-decline", {"return_id": str(asked.pk), "answer": "Không"}),
        ("return-give", filled(order, seen="120000")),
    ):
        assert client.post(page(name, order), sent).status_code == 403
    assert client.get(page("order-returns", order)).status_code == 403
    assert client.get(f"{URL}tim", {"ma": order.code}).status_code == 403
    assert Return.objects.get().state == "requested"


def test_what_is_called_off_has_its_refunds_here_too(desk, market, run_events, order) -> None:
    send_back(give(order, market.manager, 3, with_delivery=True), run_events)
    said = text_of(desk.get(page("order-returns", order)))
    assert "Tiền của đơn này đã hoàn hết." in said
    assert "đã hoàn" in said


class TestVnpayRefuses:
    """An order called off, VNPay says no: the desk has two ways on, and the order ends refunded by either."""

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

    def test_the_desk_says_both_ways(self, desk, refused) -> None:
        said = text_of(desk.get(f"{URL}{refused.pk}/"))
        assert "đơn còn ghi đang hoàn" in said
        assert "Hoàn lần nữa qua VNPay" in said
        assert "Trả bằng chuyển khoản" in said

    def test_again_by_vnpay(self, desk, refused, run_events) -> None:
        desk.post(f"{URL}{refused.pk}/hoan-lai/", {"note": "Ngân hàng đã mở lại thẻ", "by_hand": "0"})
        again = Refund.objects.get(retry_of=refused)
        steer(txn_ref=again.attempt.reference, refund="success")
        send_refund(refund_id=again.pk)
        run_events()
        assert state(Order.objects.get()) == ("CANCELED", "REFUNDED")
        all_is_well("")

    def test_by_a_bank_transfer_with_its_proof(self, desk, refused, run_events) -> None:
        order = Order.objects.get()
        answer = desk.post(f"{URL}{refused.pk}/hoan-lai/", {"note": "Thẻ đã đóng", "by_hand": "1"}, follow=True)
        by_hand = Refund.objects.get(retry_of=refused)
        said = text_of(answer)
        assert "Hỏi số tài khoản của người mua: Nguyễn Thị Hoa · 0912 345 678" in said.replace("\xa0", " ")
        assert "Số bút toán của ngân hàng, tài khoản nhận, ngày chuyển" in said
        run_events()
        assert state(order) == ("CANCELED", "REFUNDING")

        without = desk.post(f"{URL}{by_hand.pk}/quyet-dinh/", {"note": "", "paid": "1"})
        assert without.status_code == 422
        assert "Vui lòng ghi số bút toán ngân hàng" in text_of(without)
        desk.post(f"{URL}{by_hand.pk}/quyet-dinh/", {"note": "FT26331123, VCB 0071, 27/11", "paid": "1"})

        run_events()
        by_hand.refresh_from_db()
        assert (by_hand.status, by_hand.proof) == ("succeeded", "FT26331123, VCB 0071, 27/11")
        assert state(order) == ("CANCELED", "REFUNDED")
        paid = LedgerEntry.objects.filter(transaction__reason="refund_settled", account__code="bank")
        assert paid.get().amount == -order.total
        all_is_well("")

    def test_above_the_limit_two_people(self, desk, refused, settings) -> None:
        settings.REFUND_APPROVAL_LIMIT = 100_000
        desk.post(f"{URL}{refused.pk}/hoan-lai/", {"note": "Thẻ đã đóng", "by_hand": "1"})
        by_hand = Refund.objects.get(retry_of=refused)
        assert by_hand.phase == "awaiting_approval"
        desk.post(f"{URL}{by_hand.pk}/quyet-dinh/", {"note": "FT26331123", "paid": "1"})
        other = Client()
        other.force_login(make_officer("operator"))
        for client in (desk, other):
            by_hand.refresh_from_db()
            assert by_hand.phase == "awaiting_approval"
            client.post(f"{URL}{by_hand.pk}/duyet/", {"approved": "1"})
        by_hand.refresh_from_db()
        assert (by_hand.phase, by_hand.status) == ("by_hand", "requires_action")
