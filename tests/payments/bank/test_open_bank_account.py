"""One account is shown to buyers; the former ones stay watched; an account is one owner's."""

import pytest

from accounts.models import AuditEntry
from core.errors import DomainError, Forbidden
from payments import sdk
from payments.bank.services.open_bank_account import open_bank_account
from payments.connected_accounts.services.create_payee import create_payee
from payments.models import BankAccount
from tests.factories import make_officer, make_user

pytestmark = pytest.mark.django_db
PARAMS = {"bin": "970436", "number": "0123456789", "holder": "NGUYEN VAN A"}


def active(payee: str | None) -> list[str]:
    return list(BankAccount.objects.filter(payee_id=payee, is_active=True).values_list("number", flat=True))


def test_the_latest_is_shown_and_the_former_kept() -> None:
    payee = create_payee(name="Hộ mẫu").pk
    first = open_bank_account(payee_id=payee, **PARAMS)
    second = open_bank_account(payee_id=payee, **PARAMS | {"number": "999999"})
    assert active(payee) == ["999999"]
    assert BankAccount.objects.count() == 2
    again = open_bank_account(payee_id=payee, **PARAMS | {"holder": "NGUYEN VAN B"})
    assert (again.pk, again.holder, active(payee)) == (first.pk, "NGUYEN VAN B", ["0123456789"])
    assert again.pk != second.pk
    shown = sdk.bank_accounts.of(payee)
    assert shown is not None
    assert (shown.number, shown.bank_name, shown.holder) == ("0123456789", "Vietcombank", "NGUYEN VAN B")
    assert sdk.bank_accounts.of_many([payee, "acct_nobody"]) == {payee: shown}


def test_account_number_belongs_to_one_owner() -> None:
    first, second = create_payee(name="Một").pk, create_payee(name="Hai").pk
    open_bank_account(payee_id=first, **PARAMS)
    mine = open_bank_account(payee_id=second, **PARAMS | {"number": "555555"})
    for other in (second, None):
        with pytest.raises(DomainError) as caught:
            open_bank_account(payee_id=other, **PARAMS)
        assert (caught.value.code, caught.value.field) == ("BANK_ACCOUNT_TAKEN", "number")
    assert active(first) == ["0123456789"]
    assert active(second) == [mine.number]
    assert active(None) == []


def test_the_operators_own_is_set_by_its_people(units) -> None:
    with pytest.raises(Forbidden):
        open_bank_account(payee_id=None, **PARAMS, actor=make_user())
    assert not BankAccount.objects.exists()
    operator = make_officer("operator")
    open_bank_account(payee_id=None, **PARAMS, actor=operator)
    entry = AuditEntry.objects.get(action="payment.open_bank_account")
    assert (entry.actor, entry.after) == (
        operator,
        {"bank": "Vietcombank", "holder": "NGUYEN VAN A", "number_ends": "6789"},
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"bin": "123456"}, "bin"),
        ({"number": "123"}, "number"),
        ({"number": "1" * 20}, "number"),
        ({"number": "abc12345"}, "number"),
        ({"holder": "  "}, "holder"),
    ],
)
def test_refused(change: dict[str, str], field: str) -> None:
    payee = create_payee(name="Hộ mẫu").pk
    with pytest.raises(DomainError) as caught:
        open_bank_account(payee_id=payee, **PARAMS | change)
    assert caught.value.field == field
    assert not BankAccount.objects.exists()


def test_unknown_payee_is_not_found() -> None:
    with pytest.raises(DomainError) as caught:
        open_bank_account(payee_id="acct_nobody", **PARAMS)
    assert caught.value.code == "NOT_FOUND"
