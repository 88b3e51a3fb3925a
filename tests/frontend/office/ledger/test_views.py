"""Pages of the ledger: trial balance → account → journal entry; running balances add up."""

import pytest
from django.urls import reverse

from payments.callbacks import ipn
from payments.connected_accounts.services.create_payee import create_payee
from payments.connected_accounts.services.create_transfer import create_transfer
from payments.ledger import queries
from payments.models import JournalEntry, LedgerAccount
from tests.frontend.office.figures.test_overview import text_of
from tests.payments.helpers import make_attempt, message

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(units) -> None:
    """Three payments of 100, 200 and 300 thousand; the last is split between two payees."""
    for amount in (100_000, 200_000, 300_000):
        attempt = make_attempt(amount=amount)
        ipn.answer("vnpay", message(attempt))
    for name, part in (("HTX mẫu", 120_000), ("Hộ mẫu", 80_000)):
        payee = create_payee(name=name)
        create_transfer(intent_id=attempt.intent_id, amount=part, payee_id=payee.pk, reference=name)


def plain(answer) -> str:
    return text_of(answer).replace("\xa0", " ")


def test_empty_ledger_shows_an_empty_state(client_as) -> None:
    assert "Sổ còn trống" in text_of(client_as("operator").get("/co-quan/so-sach/"))


def test_trial_balance_lists_accounts_with_balances(three, client_as) -> None:
    page = plain(client_as("operator").get("/co-quan/so-sach/"))

    assert "VNPay đang giữ provider:vnpay 600.000 đ" in page
    assert "Tiền người mua, chưa chia customer_funds 400.000 đ" in page
    assert "payee:pending · 2 tài khoản 200.000 đ" in page
    assert "hai bên bằng nhau" in page
    assert "Cộng 600.000 đ 600.000 đ" in page


def test_accounts_of_a_code_are_paged(three, client_as, monkeypatch) -> None:
    operator = client_as("operator")
    page = plain(operator.get("/co-quan/so-sach/loai/payee:pending/thu/"))
    assert page.index("HTX mẫu") < page.index("Hộ mẫu")
    assert "120.000 đ" in page

    monkeypatch.setattr("frontend.office.ledger.views.ACCOUNTS", 1)
    page = plain(operator.get("/co-quan/so-sach/loai/payee:pending/thu/"))
    assert "Hộ mẫu" not in page
    assert "Đang hiện 1 tài khoản có số dư lớn nhất." in page
    assert operator.get("/co-quan/so-sach/loai/payee:pending/that/").status_code == 404
    assert operator.get("/co-quan/so-sach/loai/khong-co/thu/").status_code == 404


def test_entries_of_an_account_are_paged_from_the_latest(three, client_as, monkeypatch) -> None:
    monkeypatch.setattr("frontend.office.ledger.views.ENTRIES", 2)
    vnpay = LedgerAccount.objects.get(code="provider:vnpay")
    operator, url = client_as("operator"), reverse("office:account", args=[vnpay.pk])
    latest = plain(operator.get(url))
    assert "Dư nợ 600.000 đ" in latest
    assert "Thu tiền checkout-1 Tiền người mua, chưa chia 300.000 đ 600.000 đ" in latest
    assert "200.000 đ 300.000 đ" in latest
    assert "Cũ hơn" in latest

    page = queries.account_page(vnpay.pk, limit=2)
    assert [line.balance for line in page.lines] == [600_000, 300_000]
    older = plain(operator.get(url, {"sau": page.older}))
    assert "100.000 đ 100.000 đ" in older
    assert "Cũ hơn" not in older
    assert [line.balance for line in queries.account_page(vnpay.pk, before=page.older, limit=2).lines] == [100_000]
    assert "Không còn bút toán cũ hơn." in plain(operator.get(url, {"sau": "1"}))


def test_journal_entry_shows_both_sides(three, client_as) -> None:
    transfer = JournalEntry.objects.get(reason="transfer", reference="HTX mẫu")
    page = plain(client_as("operator").get(reverse("office:journal_entry", args=[transfer.pk])))

    assert "Chia cho người bán" in page
    assert "Tiền người mua, chưa chia customer_funds 120.000 đ" in page
    assert "Phải trả người bán, chờ hết hạn đổi trả: HTX mẫu payee:pending 120.000 đ" in page
    assert "-120.000" not in page
    assert "−120.000 đ · đơn vị vận hành" in page


def test_unknown_account_or_entry_is_not_found(units, client_as) -> None:
    operator = client_as("operator")
    assert operator.get("/co-quan/so-sach/tai-khoan/1/").status_code == 404
    assert operator.get("/co-quan/so-sach/but-toan/1/").status_code == 404


@pytest.mark.parametrize("path", ["", "loai/payee:pending/thu/", "tai-khoan/1/", "but-toan/1/"])
def test_other_roles_are_refused(units, client_as, path: str) -> None:
    for role in ("commune", "province", "buyer"):
        assert client_as(role).get(f"/co-quan/so-sach/{path}").status_code == 403
