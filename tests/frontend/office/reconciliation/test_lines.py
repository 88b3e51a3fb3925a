"""One difference: the preview of each decision, the evidence, the decision; typed input is kept."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from payments.intents.jobs import recheck_attempt
from payments.intents.services.complete_attempt import complete_attempt
from payments.models import SettlementLine
from payments.providers.results import AttemptResult, Outcome
from payments.reconciliation.days import missing
from tests.frontend.office.figures.test_overview import text_of
from tests.payments.helpers import make_attempt, state
from tests.payments.reconciliation.conftest import line, yesterday

pytestmark = pytest.mark.django_db


def plain(answer) -> str:
    return text_of(answer).replace("\xa0", " ")


@pytest.fixture
def opened(take_file):
    """Paid according to VNPay, pending here."""
    attempt = make_attempt(amount=200_000)
    take_file(line(attempt.reference, 200_000, fee=2_200, ref="99"))
    return SettlementLine.objects.get()


def url(matches: SettlementLine) -> str:
    return reverse("office:settlement-line", args=[matches.pk])


def test_line_shows_both_sides_and_the_outcome(opened, client_as) -> None:
    page = plain(client_as("operator").get(url(opened)))
    assert "Lệch trạng thái: 200.000 đ" in page
    assert "VNPay nói: đã thu 200.000 đ. Sàn: 200.000 đ, đang chờ, chưa ai báo." in page
    assert "Dòng này được quyết toán: ngân hàng nhận 197.800 đ. Nhận là đã trả 200.000 đ" in page
    assert "Sổ, thanh toán và đơn không đổi. Không phải làm gì" in page
    assert "Mã giao dịch VNPAY 99" in page
    assert "Cổng chưa nói gì về khoản này." in page


def test_decision_resolves_the_line(opened, client_as) -> None:
    client = client_as("operator")
    answer = client.post(url(opened), {"note": "thư 22/11", "decision": "paid"}, follow=True)
    assert answer.redirect_chain == [(reverse("office:money-day", args=[yesterday()]), 302)]
    assert "Đã ghi quyết định." in plain(answer)
    assert "Nhận là đã trả" in plain(answer)
    page = plain(client.get(url(opened)))
    assert "Đã quyết định" in page
    assert "Căn cứ thư 22/11" in page
    assert "Quyết định chênh lệch đối soát" in page
    assert "Bút toán" in page
    assert "đã trả 200.000 đ</button>" not in page


@pytest.mark.parametrize(
    "form", [{"note": " ", "decision": "paid"}, {"note": "căn cứ", "decision": "loss"}, {"note": "căn cứ"}]
)
def test_refused_decision_keeps_the_input(opened, client_as, form: dict) -> None:
    before = state()
    answer = client_as("operator").post(url(opened), form)
    assert answer.status_code == 422
    assert state() == before
    if form["note"].strip():
        assert ">căn cứ</textarea>" in answer.content.decode()
        assert "Không làm được việc này" in plain(answer)
    else:
        assert "Vui lòng ghi căn cứ" in plain(answer)


def test_decided_line_cannot_be_decided_again(opened, client_as) -> None:
    client = client_as("operator")
    client.post(url(opened), {"note": "một", "decision": "nothing"})
    answer = client.post(url(opened), {"note": "hai", "decision": "paid"})
    assert answer.status_code == 422
    assert "đã có người quyết định" in plain(answer)
    assert "Điều bạn vừa ghi: hai" in plain(answer)
    assert AuditEntry.objects.filter(action="settlement.decide").count() == 1


def test_matching_line_needs_no_decision(paid, take_file, client_as) -> None:
    take_file(line(paid().reference, 300_000))
    page = plain(client_as("operator").get(url(SettlementLine.objects.get())))
    assert "Dòng này khớp với sàn, không phải làm gì." in page
    assert "Bút toán" in page


class TestMissing:
    @pytest.fixture
    def gap(self, paid, take_file):
        before = yesterday() - timedelta(days=1)
        lost = paid(70_000, before)
        take_file(line("X", 5, day=before), line(paid(10_000).reference, 10_000))
        return lost

    def test_missing_payment_is_written_off(self, gap, client_as) -> None:
        client, page_of = client_as("operator"), reverse("office:missing-payment", args=[gap.reference])
        page = plain(client.get(page_of))
        assert "Sàn có, VNPay không có: 70.000 đ" in page
        assert "VNPay không còn nợ 70.000 đ của khoản này, đơn vị vận hành chịu." in page
        assert client.post(page_of, {"note": " "}).status_code == 422
        assert len(missing()) == 1
        answer = client.post(page_of, {"note": "biên bản 12", "decision": "loss"}, follow=True)
        assert "biên bản 12" in plain(answer)
        assert missing() == []
        assert client.get(page_of).status_code == 404

    def test_recent_missing_payment_needs_no_decision(self, gap, paid, client_as) -> None:
        late = paid(5_000)
        client, page_of = client_as("operator"), reverse("office:missing-payment", args=[late.reference])
        assert "Chưa phải làm gì." in plain(client.get(page_of))
        assert "không còn thiếu" in plain(client.post(page_of, {"note": "x"}))
        assert len(missing()) == 2


class TestAskAgain:
    def test_status_query_is_queued_once(self, opened, client_as, waiting_jobs) -> None:
        client, ask = client_as("operator"), reverse("office:query-status", args=[opened.reference])
        for _ in range(2):
            answer = client.post(ask, {"next": url(opened)})
            assert answer.headers["Location"] == url(opened)
        assert waiting_jobs("payments.recheck_attempt") == [{"reference": opened.reference}]
        assert AuditEntry.objects.filter(action="payment.request_status_query").count() == 1
        for typed in (
            "https://evil.example/",
            "//evil.vn",
            "abc",
            "-1",
            "1e999",
            "NaN",
            "logout",
            "a.b",
            "office:home",
        ):
            assert client.post(ask, {"next": typed}).headers["Location"] == "/co-quan/doi-soat/chenh-lech/", typed
        assert client.post(reverse("office:query-status", args=["KHONGCO"])).status_code == 404

    def test_new_provider_status_is_shown_as_evidence(self, client_as, monkeypatch, units) -> None:
        attempt = make_attempt()
        complete_attempt(reference=attempt.reference, result=AttemptResult(Outcome.FAILED, response_code="24"))
        monkeypatch.setattr(
            "payments.providers.vnpay.provider.VNPay.query_status",
            lambda self, row: AttemptResult(Outcome.SUCCEEDED, provider_ref="1"),
        )
        recheck_attempt(reference=attempt.reference)
        attempt.refresh_from_db()
        assert attempt.status == "review"
        recheck_attempt(reference="KHONGCO")


def test_other_roles_are_refused(opened, client_as) -> None:
    for role in ("commune", "province", "buyer"):
        client = client_as(role)
        assert client.get(url(opened)).status_code == 403
        assert client.post(url(opened), {"note": "x", "decision": "nothing"}).status_code == 403
        assert client.post(reverse("office:query-status", args=[opened.reference])).status_code == 403
    assert client_as("operator").get("/co-quan/doi-soat/dong/0/").status_code == 404
