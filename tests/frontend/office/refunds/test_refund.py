"""The refunds page: those that need a decision first, each with party, reason, VNPay's answer and the next step."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from payments.models import Refund, RefundPhase
from tests.factories import make_officer, make_user
from tests.frontend.office.figures.test_overview import text_of
from tests.payments.helpers import state
from tests.payments.refunds.helpers import (
    AWAITING,
    BY_HAND,
    CANCELED,
    DONE,
    FAILED,
    QUEUED,
    ask,
    make_paid,
    sent,
    stands,
)

pytestmark = pytest.mark.django_db
URL = "/co-quan/hoan-tien/"


@pytest.fixture
def operator(units) -> User:
    return make_officer("operator", full_name="Lê Thị Vận Hành")


@pytest.fixture
def officer_client(operator) -> Client:
    client = Client()
    client.force_login(operator)
    return client


def page(client: Client, path: str = "") -> str:
    answer = client.get(URL + path)
    assert answer.status_code == 200
    return text_of(answer).replace("\xa0", " ")


def post(client: Client, name: str, refund: Refund, **data: str):
    return client.post(reverse(f"office:refund-{name}", args=[refund.pk]), data, follow=True)


class TestList:
    def test_empty_lists_show_their_empty_state(self, officer_client) -> None:
        assert "Không có khoản hoàn nào cần xử lý." in page(officer_client)
        assert "Không có khoản hoàn nào đang xử lý." in page(officer_client, "?loai=dang-di")
        assert "Chưa có khoản hoàn nào xong." in page(officer_client, "?loai=da-xong")

    def test_refunds_needing_action_come_first_with_totals(self, officer_client, operator, settings) -> None:
        settings.REFUND_APPROVAL_LIMIT = 200_000
        sent(make_paid(), 100_000, "silent", "AAAA-0000-01")
        sent(make_paid(), 50_000, "silent", "AAAA-0000-02")
        sent(make_paid(), 120_000, "refuse", "AAAA-0000-03", requested_by=operator)
        ask(make_paid(), 250_000, "AAAA-0000-04")
        sent(make_paid(), 10_000, "processing", "AAAA-0000-05")
        ask(make_paid(), 20_000, "AAAA-0000-06")
        sent(make_paid(), 30_000, "success", "AAAA-0000-07")

        text = page(officer_client)
        assert "Cần xử lý · 4 Đang xử lý · 2 Đã xong · 1" in text
        assert "Chưa rõ VNPay đã hoàn hay chưa 2 · 150.000 đ" in text
        assert "Không tới được người mua 1 · 120.000 đ" in text
        assert "Chờ duyệt 1 · 250.000 đ" in text
        assert "Lê Thị Vận Hành yêu cầu" in text
        assert "Ngân hàng từ chối hoàn." in text
        order = [text.index(f"AAAA-0000-0{n}") for n in (1, 2, 3, 4)]
        assert order == sorted(order)
        assert "AAAA-0000-05" not in text

        text = page(officer_client, "?loai=dang-di")
        assert "VNPay đang xử lý 1 · 10.000 đ" in text
        assert "Sắp gửi 1 · 20.000 đ" in text
        assert "AAAA-0000-07 30.000 đ đã hoàn" in page(officer_client, "?loai=da-xong")

    def test_statement_count_does_not_depend_on_the_refunds(
        self, officer_client, django_assert_max_num_queries
    ) -> None:
        for n in range(4):
            sent(make_paid(), 100_000, "silent", f"silent-{n}")
            sent(make_paid(), 100_000, "refuse", f"refused-{n}")
        with django_assert_max_num_queries(12):
            page(officer_client)

    def test_older_refunds_are_on_the_next_page(self, officer_client, monkeypatch) -> None:
        monkeypatch.setattr("frontend.office.refunds.overview.SHOWN", 2)
        paid = make_paid()
        for n in range(3):
            sent(paid, 10_000, "success", f"AAAA-0000-0{n}")
        first = officer_client.get(URL + "?loai=da-xong")
        assert "AAAA-0000-00" not in text_of(first)
        older = Refund.objects.get(reference="AAAA-0000-01").sequence
        assert f"?loai=da-xong&amp;sau={older}" in first.content.decode()
        assert "AAAA-0000-00" in page(officer_client, f"?loai=da-xong&sau={older}")
        assert "AAAA-0000-02" in page(officer_client, "?loai=da-xong&sau=x")

    def test_too_long_text_is_refused(self, officer_client, monkeypatch) -> None:
        monkeypatch.setattr("frontend.office.refunds.overview.SHOWN", 1)
        for n in range(2):
            sent(make_paid(), 10_000, "silent", f"AAAA-0000-0{n}")
        text = page(officer_client)
        assert "Chưa rõ VNPay đã hoàn hay chưa 2 · 20.000 đ" in text
        assert "Đang hiện 1 khoản chờ lâu nhất" in text


class TestOne:
    def test_vnpay_answers_are_listed(self, officer_client, django_assert_max_num_queries) -> None:
        refund = sent(make_paid(), 100_000, "silent")
        with django_assert_max_num_queries(12):
            text = page(officer_client, f"{refund.pk}/")
        assert "Hoàn 100.000 đ 7K2P-9DXM-4H chưa rõ kết quả" in text
        assert "hệ thống, theo kết quả thanh toán" in text
        assert "hết hàng" in text
        assert "Yêu cầu hoàn một phần (03) – / – 100.000 đ" in text
        assert "VNPay không trả lời" in text
        assert "hoàn một phần" in text

    @pytest.mark.parametrize(
        ("play", "words"),
        [
            ("bad_signature", "Trả lời sai chữ ký: không tin"),
            ("wrong_amount", "Trả lời lệnh hoàn ghi một số tiền khác"),
            ("unreachable", "Không nối được tới VNPay: chưa gửi gì, sẽ gửi lại"),
            ("processing", "VNPay đang xử lý hoàn tiền (0005)"),
            ("not_successful", "VNPay không nhận: giao dịch gốc không thành công (95)"),
            ("unknown_error", "VNPay gặp lỗi khác (99)"),
        ],
    )
    def test_every_provider_answer_has_a_label(self, officer_client, play, words) -> None:
        refund = sent(make_paid(), 300_000, play)
        assert words in page(officer_client, f"{refund.pk}/")

    def test_unknown_refund_is_not_found(self, officer_client) -> None:
        assert officer_client.get(URL + "re_none/").status_code == 404


class TestDecisions:
    def test_large_refund_needs_two_approvals(self, officer_client, settings) -> None:
        settings.REFUND_APPROVAL_LIMIT = 200_000
        refund = ask(make_paid(), 250_000)
        assert "chưa ai; cần 2 người" in page(officer_client, f"{refund.pk}/")
        text = text_of(post(officer_client, "approve", refund, approved="1", note="Đã xem đơn"))
        assert "Đã ghi lời duyệt của bạn." in text
        assert "Bạn đã duyệt khoản này. Cần thêm một người khác" in text
        assert stands(refund) == AWAITING
        assert "Bạn đã duyệt khoản này rồi" in text_of(post(officer_client, "approve", refund, approved="1"))
        other = Client()
        other.force_login(make_officer("operator"))
        post(other, "approve", refund, approved="1")
        assert stands(refund) == QUEUED

    def test_approval_is_refused_with_a_reason(self, officer_client, settings) -> None:
        settings.REFUND_APPROVAL_LIMIT = 200_000
        refund = ask(make_paid(), 250_000)
        before = state()
        answer = post(officer_client, "approve", refund, approved="0", note=" ")
        assert (answer.status_code, state()) == (422, before)
        assert "Vui lòng ghi vì sao không duyệt." in text_of(answer)
        post(officer_client, "approve", refund, approved="0", note="Đơn đã giao rồi")
        assert stands(refund) == CANCELED

    @pytest.mark.parametrize(("paid", "end", "reported"), [("1", DONE, "đã nhận lại tiền"), ("0", FAILED, "chưa hoàn")])
    def test_refund_without_an_answer_is_decided(self, officer_client, paid, end, reported) -> None:
        refund = sent(make_paid(), 300_000, "silent")
        answer = post(officer_client, "decide", refund, paid=paid, note="Trang VNPay 22/11: mã 15000001")
        assert reported in text_of(answer)
        assert stands(refund) == end
        assert AuditEntry.objects.get(action="refund.decide").after["note"] == "Trang VNPay 22/11: mã 15000001"

    @pytest.mark.parametrize("form", [{"paid": "1", "note": " "}, {"note": "x"}, {"paid": "maybe", "note": "x"}, {}])
    def test_decision_without_reason_or_answer_is_refused(self, officer_client, form) -> None:
        refund = sent(make_paid(), 300_000, "silent")
        before = state()
        answer = post(officer_client, "decide", refund, **form)
        assert (answer.status_code, state()) == (422, before)

    @pytest.mark.parametrize(("by_hand", "stood"), [("0", QUEUED), ("1", BY_HAND)])
    def test_failed_refund_is_retried(self, officer_client, by_hand, stood) -> None:
        failed = sent(make_paid(), 300_000, "refuse")
        answer = post(officer_client, "retry", failed, by_hand=by_hand, note="Ngân hàng báo thử lại")
        again = Refund.objects.get(retry_of=failed)
        assert stands(again) == stood
        assert answer.redirect_chain[-1][0] == f"{URL}{again.pk}/"
        assert "Lần trước 7K2P-9DXM-4H" in text_of(answer)
        assert "Lần hoàn tiếp theo: 7K2P-9DXM-4H/2" in page(officer_client, f"{failed.pk}/")
        assert "Không tới được người mua" not in page(officer_client)
        assert "đã có lần hoàn tiếp theo" in text_of(
            post(officer_client, "retry", failed, by_hand=by_hand, note="lần nữa")
        )

    def test_retry_without_a_reason_is_refused(self, officer_client) -> None:
        failed = sent(make_paid(), 300_000, "refuse")
        before = state()
        assert post(officer_client, "retry", failed, by_hand="0", note="").status_code == 422
        assert state() == before

    def test_other_roles_are_refused(self, units) -> None:
        refund = sent(make_paid(), 300_000, "silent")
        before = state()
        for person in (make_user(is_staff=True), make_officer("province", units["82"])):
            client = Client()
            client.force_login(person)
            paths = [URL, f"{URL}{refund.pk}/"]
            assert [client.get(path).status_code for path in paths] == [403, 403]
            for name in ("approve", "decide", "retry"):
                assert post(client, name, refund, paid="1", approved="1", note="x").status_code == 403
        assert state() == before
        assert Refund.objects.get().phase == RefundPhase.UNKNOWN
