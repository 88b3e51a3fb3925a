"""Unmatched transfers: resolved once, with a note."""

import pytest
from django.urls import reverse

from core import clock
from payments.bank.suspense import post_to_suspense
from payments.models import BankAccount, BankTransfer, SettlementDeposit
from tests.frontend.office.figures.test_overview import text_of
from tests.payments.helpers import make_attempt, state
from tests.payments.reconciliation.conftest import line, yesterday

pytestmark = pytest.mark.django_db
URL = "/co-quan/doi-soat/chuyen-khoan/"


def plain(answer) -> str:
    return text_of(answer).replace("\xa0", " ")


@pytest.fixture
def lost(units) -> BankTransfer:
    """200.000 đ into the operator's account, without a code in its text."""
    account = BankAccount.objects.create(livemode=False, bin="970436", number="0123456789", holder="DON VI")
    transfer = BankTransfer.objects.create(
        account=account, livemode=False, amount=200_000, content="tien xoai", identity="a", booked_at=clock.now(),
        first_reported_by="sepay", state="unmatched", unmatched_reason="no_code", bank_reference="FT1",
    )  # fmt: skip
    post_to_suspense(transfer)
    return transfer


def test_page_without_transfers_shows_an_empty_state(client_as) -> None:
    assert "Không có gì cần xem: mọi khoản chuyển vào đã khớp." in text_of(client_as("operator").get(URL))


def test_unmatched_transfer_is_shown_with_its_reason(lost, client_as) -> None:
    client = client_as("operator")
    page = plain(client.get(URL))
    assert "200.000 đ Nội dung không có mã thanh toán" in page
    assert "Nội dung tien xoai" in page
    assert "Không có khoản nào đang chờ đúng số tiền này." in page
    assert "1 · Chuyển khoản chưa khớp" in plain(client.get("/co-quan/doi-soat/"))


def test_expected_deposit_of_vnpay_is_offered_first(lost, paid, take_file, client_as) -> None:
    """Its text does not name VNPay, so that only a person may decide so: it is the first option."""
    file = take_file(line(paid(202_200).reference, 202_200, fee=2_200), name="T11.csv")
    client = client_as("operator")
    page = plain(client.get(URL))
    assert f"Đúng bằng số VNPay phải chuyển cho ngày {yesterday():%d/%m/%Y} theo tệp T11.csv." in page
    offered = f"VNPay quyết toán ngày {yesterday():%d/%m/%Y} (tệp T11.csv)"
    assert page.index(offered) < page.index("Trả cho một khoản thanh toán")

    choice = {"decision": f"settlement:{file.pk}:{yesterday()}", "note": "sao kê 12"}
    answer = client.post(reverse("office:decide-bank-transfer", args=[lost.pk]), choice, follow=True)

    assert "Đã ghi quyết định." in plain(answer)
    lost.refresh_from_db()
    assert lost.decision == f"settlement: T11.csv, {yesterday():%d/%m/%Y}: sao kê 12"
    assert SettlementDeposit.objects.values_list("file", "day", "amount").get() == (file.pk, yesterday(), 200_000)


def test_deposit_waits_for_open_settlement_lines(lost, paid, take_file, client_as) -> None:
    take_file(line(paid(102_200).reference, 102_200, fee=2_200), line("khongco", 100_000), name="T11.csv")
    page = plain(client_as("operator").get(URL))
    assert "nhưng tệp ấy còn 1 dòng chờ quyết định. Quyết định các dòng ấy trước" in page
    assert "VNPay quyết toán ngày" not in page


def test_deposit_that_was_not_offered_is_refused(lost, client_as) -> None:
    before = state()
    url = reverse("office:decide-bank-transfer", args=[lost.pk])
    answer = client_as("operator").post(url, {"decision": "settlement:1:2026-11-01", "note": "x"})
    assert (answer.status_code, state()) == (422, before)


@pytest.mark.parametrize("decision", ["returned", "not_ours"])
def test_returned_or_foreign_transfer_is_recorded(lost, client_as, decision: str) -> None:
    url = reverse("office:decide-bank-transfer", args=[lost.pk])
    answer = client_as("operator").post(url, {"decision": decision, "note": "FT2"}, follow=True)
    assert "Đã ghi quyết định." in plain(answer)
    lost.refresh_from_db()
    assert (lost.state, lost.decision) == ("decided", f"{decision}: FT2")


@pytest.mark.parametrize(
    ("form", "reported"),
    [
        ({"decision": "returned", "note": " "}, "Vui lòng ghi căn cứ"),
        ({"note": "căn cứ"}, "Vui lòng chọn khoản này là gì."),
        ({"decision": "accept", "note": "căn cứ"}, "Vui lòng chọn khoản thanh toán."),
        (
            {"decision": "accept", "note": "căn cứ", "payment_intent": "pi_khongco"},
            "Không tìm thấy khoản thanh toán này.",
        ),
    ],
)
def test_refused_decision_keeps_the_input(lost, client_as, form: dict, reported: str) -> None:
    before = state()
    answer = client_as("operator").post(reverse("office:decide-bank-transfer", args=[lost.pk]), form)
    assert answer.status_code == 422
    assert reported in plain(answer)
    assert state() == before
    if form["note"].strip():
        assert ">căn cứ</textarea>" in answer.content.decode()


def test_payment_of_another_method_is_refused(lost, client_as) -> None:
    attempt = make_attempt(amount=200_000)
    form = {"decision": "accept", "note": "x", "payment_intent": attempt.intent_id}
    answer = client_as("operator").post(reverse("office:decide-bank-transfer", args=[lost.pk]), form)
    assert answer.status_code == 422
    lost.refresh_from_db()
    assert lost.state == "unmatched"


def test_decided_transfer_cannot_be_decided_again(lost, client_as) -> None:
    client, url = client_as("operator"), reverse("office:decide-bank-transfer", args=[lost.pk])
    client.post(url, {"decision": "returned", "note": "một"})
    answer = client.post(url, {"decision": "not_ours", "note": "hai"})
    assert answer.status_code == 422
    assert "Khoản này đã có người xử lý." in plain(answer)
    assert "Điều bạn vừa ghi: hai" in plain(answer)


def test_other_roles_are_refused(lost, client_as) -> None:
    for role in ("commune", "province", "buyer"):
        client = client_as(role)
        assert client.get(URL).status_code == 403
        url = reverse("office:decide-bank-transfer", args=[lost.pk])
        assert client.post(url, {"decision": "returned", "note": "x"}).status_code == 403
