"""Payments in doubt: two decisions each, never without a reason."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from payments.callbacks import ipn
from payments.models import IntentStatus
from tests.frontend.office.figures.test_overview import text_of
from tests.payments.helpers import make_attempt, message, state

pytestmark = pytest.mark.django_db
URL = "/co-quan/doi-soat/can-xem/"


def test_page_without_reviews_shows_an_empty_state(client_as) -> None:
    assert "Không có gì cần xem." in text_of(client_as("operator").get(URL))


def test_vnpay_answer_is_shown_in_the_review(doubtful, client_as) -> None:
    page = text_of(client_as("operator").get(URL))

    assert doubtful.reference in page
    assert "mã trả lời 07" in page
    assert "giao dịch bị nghi ngờ" in page


def test_oldest_reviews_are_listed_and_the_rest_counted(doubtful, client_as, monkeypatch) -> None:
    monkeypatch.setattr("frontend.office.payments.reviews.SHOWN", 1)
    later = make_attempt(amount=200_000)
    ipn.answer("vnpay", message(later, "07"))
    page = text_of(client_as("operator").get(URL))

    assert doubtful.reference in page
    assert later.reference not in page
    assert "Đang hiện 1 khoản chờ lâu nhất" in page


@pytest.mark.parametrize(("paid", "status"), [("1", "succeeded"), ("0", "requires_payment_method")])
def test_decision_is_recorded_with_its_reason(doubtful, client_as, paid: str, status: str) -> None:
    url = reverse("office:decide-payment", args=[doubtful.intent_id])
    answer = client_as("operator").post(url, {"paid": paid, "note": "Đã gọi VNPay 22/11"}, follow=True)

    assert "Đã ghi:" in text_of(answer)
    doubtful.intent.refresh_from_db()
    assert (doubtful.intent.status, doubtful.intent.review) == (IntentStatus(status), False)
    entry = AuditEntry.objects.get(action="payment.resolve_review")
    assert (entry.after["note"], entry.after["paid"]) == ("Đã gọi VNPay 22/11", paid == "1")
    assert "Không có gì cần xem." in text_of(answer)


@pytest.mark.parametrize("form", [{"paid": "1", "note": " "}, {"note": "x"}, {"paid": "maybe", "note": "x"}, {}])
def test_decision_without_reason_or_answer_is_refused(doubtful, client_as, form: dict) -> None:
    before = state()
    answer = client_as("operator").post(reverse("office:decide-payment", args=[doubtful.intent_id]), form)

    assert answer.status_code == 422
    assert state() == before
    if not form.get("note", "").strip():
        assert "Vui lòng ghi căn cứ" in text_of(answer)
    else:
        assert ">x</textarea>" in answer.content.decode()


def test_a_second_decision_is_refused(doubtful, client_as) -> None:
    operator, url = client_as("operator"), reverse("office:decide-payment", args=[doubtful.intent_id])
    operator.post(url, {"paid": "1", "note": "a"})

    assert "không có gì cần đối soát" in text_of(operator.post(url, {"paid": "0", "note": "b"}, follow=True))
    assert AuditEntry.objects.filter(action="payment.resolve_review").count() == 1


def test_other_roles_are_refused(doubtful, client_as) -> None:
    before = state()
    for role in ("commune", "province", "buyer"):
        pay = client_as(role).post(
            reverse("office:decide-payment", args=[doubtful.intent_id]), {"paid": "1", "note": "x"}
        )
        assert pay.status_code == 403
    assert state() == before
