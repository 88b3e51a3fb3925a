"""The reconciliation desk: differences only, two decisions a payment, nothing decided without its reason."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from payments import sdk
from payments.models import IntentStatus, ProviderCall
from payments.providers.vnpay import ipn
from tests.frontend.office.test_figures import text_of
from tests.payments.helpers import key, make_attempt, message, state

pytestmark = pytest.mark.django_db
URL = "/co-quan/doi-soat/"


@pytest.fixture
def doubtful(units):
    """A payment that VNPay calls suspicious."""
    attempt = make_attempt(amount=300_000)
    ipn.answer(message(attempt, "07"))
    return attempt


@pytest.fixture
def misfit(units) -> ProviderCall:
    """A rightly signed call with another amount: 04."""
    attempt = make_attempt(amount=150_000)
    ipn.answer(message(attempt, vnp_Amount="100"))
    return ProviderCall.objects.exclude(open_question="").get()


def test_an_empty_desk_says_so(at_desk, django_assert_max_num_queries) -> None:
    operator = at_desk("operator")
    with django_assert_max_num_queries(12):
        page = text_of(operator.get(URL))

    assert "Không có thanh toán nào cần quyết định." in page
    assert "Mọi lời gọi của VNPay đều khớp." in page
    assert "Không nợ ai khoản hoàn nào." in page


def test_what_vnpay_said_is_on_the_page(doubtful, misfit, at_desk, django_assert_max_num_queries) -> None:
    operator = at_desk("operator")
    with django_assert_max_num_queries(12):
        page = text_of(operator.get(URL))

    assert doubtful.reference in page
    assert "mã trả lời 07" in page
    assert "giao dịch bị nghi ngờ" in page
    assert misfit.open_question in page
    assert "ta đáp 04" in page


@pytest.mark.parametrize(("paid", "status"), [("1", "succeeded"), ("0", "requires_payment_method")])
def test_a_decision_with_its_reason(doubtful, at_desk, paid: str, status: str) -> None:
    url = reverse("office:decide-payment", args=[doubtful.intent_id])
    answer = at_desk("operator").post(url, {"paid": paid, "note": "Đã gọi VNPay 22/11"}, follow=True)

    assert "Đã ghi:" in text_of(answer)
    doubtful.intent.refresh_from_db()
    assert (doubtful.intent.status, doubtful.intent.review) == (IntentStatus(status), False)
    entry = AuditEntry.objects.get(action="payment.decide_review")
    assert (entry.after["note"], entry.after["paid"]) == ("Đã gọi VNPay 22/11", paid == "1")
    assert "Không có thanh toán nào cần quyết định." in text_of(answer)


@pytest.mark.parametrize("form", [{"paid": "1", "note": " "}, {"note": "x"}, {"paid": "maybe", "note": "x"}, {}])
def test_without_reason_or_answer_nothing_is_decided(doubtful, at_desk, form: dict) -> None:
    before = state()
    answer = at_desk("operator").post(reverse("office:decide-payment", args=[doubtful.intent_id]), form)

    assert answer.status_code == 422
    assert state() == before
    if not form.get("note", "").strip():
        assert "Vui lòng ghi căn cứ" in text_of(answer)
    else:
        assert ">x</textarea>" in answer.content.decode()


def test_a_second_decision_is_refused(doubtful, at_desk) -> None:
    operator, url = at_desk("operator"), reverse("office:decide-payment", args=[doubtful.intent_id])
    operator.post(url, {"paid": "1", "note": "a"})

    assert "không có gì cần đối soát" in text_of(operator.post(url, {"paid": "0", "note": "b"}, follow=True))
    assert AuditEntry.objects.filter(action="payment.decide_review").count() == 1


def test_a_question_is_closed_once(misfit, at_desk) -> None:
    operator, url = at_desk("operator"), reverse("office:close-question", args=[misfit.pk])
    assert operator.post(url, {"note": ""}).status_code == 422
    operator.post(url, {"note": "Thử của VNPay"})
    misfit.refresh_from_db()
    assert misfit.decision == "Thử của VNPay"

    assert "đã có người trả lời" in text_of(operator.post(url, {"note": "lần hai"}, follow=True))


def test_only_the_operator_decides(doubtful, misfit, at_desk) -> None:
    before = state()
    for role in ("commune", "province", "buyer"):
        person = at_desk(role)
        pay = person.post(reverse("office:decide-payment", args=[doubtful.intent_id]), {"paid": "1", "note": "x"})
        close = person.post(reverse("office:close-question", args=[misfit.pk]), {"note": "x"})
        assert (pay.status_code, close.status_code) == (403, 403)
    assert state() == before


def test_refunds_and_books(units, at_desk) -> None:
    attempt = make_attempt(amount=300_000)
    ipn.answer(message(attempt))
    sdk.refunds.create(
        payment_intent=attempt.intent_id,
        amount=100_000,
        reason="out_of_stock",
        reference="7K2P9DXM4H",
        reverse_transfer=True,
        idempotency_key=key(),
    )
    page = text_of(at_desk("operator").get(URL)).replace("\xa0", " ")

    assert "7K2P-9DXM-4H 100.000 đ hết hàng 14422574" in page
    assert "VNPay đang giữ provider:vnpay 300.000 đ" in page
    assert "hai bên bằng nhau" in page
    assert "Cộng 300.000 đ 300.000 đ" in page
