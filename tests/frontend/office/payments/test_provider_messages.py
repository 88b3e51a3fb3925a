"""Unmatched provider messages: resolved once, with a note."""

import pytest
from django.urls import reverse

from frontend.office.payments import provider_messages as page_of
from payments.callbacks import ipn
from tests.frontend.office.figures.test_overview import text_of
from tests.payments.helpers import make_attempt, message, state

pytestmark = pytest.mark.django_db
URL = "/co-quan/doi-soat/cau-hoi/"


def test_page_without_messages_shows_an_empty_state(client_as) -> None:
    assert "Không có gì cần xem" in text_of(client_as("operator").get(URL))


def test_unmatched_message_is_shown_with_its_reason(misfit, client_as) -> None:
    page = text_of(client_as("operator").get(URL))

    assert str(misfit.get_review_reason_display()) in page
    assert "sàn đáp 04" in page


def test_oldest_messages_are_listed_and_the_rest_counted(misfit, client_as, monkeypatch) -> None:
    monkeypatch.setattr(page_of, "SHOWN", 1)
    ipn.answer("vnpay", message(make_attempt(), vnp_TxnRef="KHONGCO"))
    page = text_of(client_as("operator").get(URL))

    assert misfit.reference in page
    assert "KHONGCO" not in page
    assert "Đang hiện 1 thông báo chờ lâu nhất" in page


def test_message_is_closed_once_with_a_note(misfit, client_as) -> None:
    operator, url = client_as("operator"), reverse("office:resolve-message", args=[misfit.pk])
    assert operator.post(url, {"note": " "}).status_code == 422
    operator.post(url, {"note": "Thử của VNPay"})
    misfit.refresh_from_db()
    assert misfit.decision == "Thử của VNPay"

    assert "đã có người trả lời" in text_of(operator.post(url, {"note": "lần hai"}, follow=True))


def test_other_roles_are_refused(misfit, client_as) -> None:
    before = state()
    for role in ("commune", "province", "buyer"):
        assert (
            client_as(role).post(reverse("office:resolve-message", args=[misfit.pk]), {"note": "x"}).status_code == 403
        )
    assert state() == before
