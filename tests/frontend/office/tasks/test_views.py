"""Open tasks and their age."""

import pytest

from frontend.office.tasks.views import _PLACES
from payments import sdk
from payments.callbacks import ipn
from payments.reconciliation.open_tasks import TaskKind
from tests.frontend.office.figures.test_overview import text_of
from tests.payments.helpers import key, make_attempt, message

pytestmark = pytest.mark.django_db
URL = "/co-quan/doi-soat/"


def test_no_tasks_shows_an_empty_state(client_as) -> None:
    page = text_of(client_as("operator").get(URL))

    assert "Không có gì cần xem." in page
    assert "Sổ còn trống" in page


def test_each_kind_of_task_has_a_count_and_a_link(doubtful, misfit, client_as) -> None:
    answer = client_as("operator").get(URL)
    page = text_of(answer)

    assert "1 · Thanh toán cần xem" in page
    assert "1 · Thông báo VNPay không khớp" in page
    assert page.index("Thanh toán cần xem Cổng nghi ngờ") < page.index("Thông báo VNPay không khớp Lời gọi")
    assert answer.content.decode().count('href="/co-quan/doi-soat/can-xem/"') == 2


def test_open_refunds_are_counted_and_the_books_balance(units, client_as) -> None:
    attempt = make_attempt(amount=300_000)
    ipn.answer("vnpay", message(attempt))
    sdk.refunds.create(
        payment_intent=attempt.intent_id,
        amount=100_000,
        reason="out_of_stock",
        reference="7K2P9DXM4H",
        reverse_transfer=True,
        idempotency_key=key(),
    )
    page = text_of(client_as("operator").get(URL)).replace("\xa0", " ")

    assert "1 khoản đang xử lý, 100.000 đ." in page
    assert "Mỗi bên 300.000 đ hai bên bằng nhau" in page


def test_every_kind_of_task_has_its_words_and_page() -> None:
    assert set(_PLACES) == set(TaskKind)
