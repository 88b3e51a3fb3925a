"""A planned account replaces the shown one at its time, unless the plan was canceled."""

from datetime import timedelta

import pytest

from core import clock
from core.errors import DomainError
from payments import sdk
from payments.bank.services.open_bank_account import open_bank_account
from payments.bank.services.show_next_accounts import show_next_accounts
from payments.connected_accounts.services.create_payee import create_payee
from payments.models import BankAccount

pytestmark = pytest.mark.django_db

OLD = {"bin": "970436", "number": "0123456789", "holder": "NGUYEN VAN A"}
NEW = OLD | {"number": "999999"}
LATER = timedelta(hours=48)


@pytest.fixture
def payee() -> str:
    created = create_payee(name="Hộ mẫu").pk
    open_bank_account(payee_id=created, **OLD, shown_from=clock.now() + LATER)
    return created


def numbers(payee: str) -> tuple[str | None, str | None]:
    """Of the account shown now, and of the one planned."""
    shown, planned = sdk.bank_accounts.of(payee), sdk.bank_accounts.next_of(payee)
    return shown.number if shown else None, planned.number if planned else None


def its_time_comes(payee: str) -> None:
    BankAccount.objects.filter(payee_id=payee, shown_from__isnull=False).update(shown_from=clock.now())


def test_a_first_one_is_shown_at_once(payee: str) -> None:
    assert numbers(payee) == ("0123456789", None)


def test_another_one_is_shown_at_its_time_and_the_former_kept(payee: str) -> None:
    open_bank_account(payee_id=payee, **NEW, shown_from=clock.now() + LATER)
    assert (show_next_accounts(), numbers(payee)) == (0, ("0123456789", "999999"))
    its_time_comes(payee)
    assert (show_next_accounts(), numbers(payee)) == (1, ("999999", None))
    assert (show_next_accounts(), BankAccount.objects.filter(payee_id=payee).count()) == (0, 2)


def test_same_account_again_keeps_its_date(payee: str) -> None:
    planned = open_bank_account(payee_id=payee, **NEW, shown_from=clock.now() + LATER)
    again = open_bank_account(payee_id=payee, **NEW, shown_from=clock.now() + 2 * LATER)
    assert (again.pk, again.shown_from) == (planned.pk, planned.shown_from)


def test_choosing_the_shown_account_again_cancels_the_change(payee: str) -> None:
    open_bank_account(payee_id=payee, **NEW, shown_from=clock.now() + LATER)
    open_bank_account(payee_id=payee, **OLD, shown_from=clock.now() + LATER)
    its_time_comes(payee)
    assert (show_next_accounts(), numbers(payee)) == (0, ("0123456789", None))


def test_third_account_replaces_the_planned_one(payee: str) -> None:
    open_bank_account(payee_id=payee, **NEW, shown_from=clock.now() + LATER)
    open_bank_account(payee_id=payee, **NEW | {"number": "888888"}, shown_from=clock.now() + LATER)
    assert numbers(payee) == ("0123456789", "888888")


def test_the_systems_own_choice_is_shown_at_once(payee: str) -> None:
    open_bank_account(payee_id=payee, **NEW, shown_from=clock.now() + LATER)
    open_bank_account(payee_id=payee, **NEW)
    assert numbers(payee) == ("999999", None)


def test_another_payees_plan_is_refused(payee: str) -> None:
    other = create_payee(name="Hộ khác").pk
    open_bank_account(payee_id=payee, **NEW, shown_from=clock.now() + LATER)
    with pytest.raises(DomainError) as caught:
        open_bank_account(payee_id=other, **NEW)
    assert (caught.value.code, numbers(other)) == ("BANK_ACCOUNT_TAKEN", (None, None))
