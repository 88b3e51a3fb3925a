"""Payouts go where the seller's own manager says, and nobody acting for them may say it."""

from typing import Any

import pytest

from accounts.models import AuditEntry, User
from cooperatives.models import Seller
from cooperatives.services.record_consent import record_consent
from cooperatives.services.set_bank_account import set_bank_account
from core.errors import DomainError, Forbidden
from payments.models import Payee

GIVEN = {"bank_bin": "970405", "number": "6500 2051 23456", "holder": "Nguyễn Văn  Đủ"}


def stored(seller: Seller) -> tuple[str, str, str]:
    payee = Payee.objects.get(pk=seller.payee_ref)
    return payee.bank_bin, payee.bank_account_no, payee.bank_account_name


def test_the_account_as_banks_write_it(household: Seller, farmer: User) -> None:
    set_bank_account(seller_id=household.pk, actor=farmer, **GIVEN)
    assert stored(household) == ("970405", "6500205123456", "NGUYEN VAN DU")
    entry = AuditEntry.objects.get(action="seller.set_bank_account")
    assert (entry.actor, entry.after) == (farmer, {"bank": "Agribank", "number_ends": "3456"})


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"bank_bin": "123456"}, "bank_bin"),
        ({"number": "12345"}, "number"),
        ({"number": "1" * 20}, "number"),
        ({"number": "12345678'; --"}, "number"),
        ({"holder": " "}, "holder"),
        ({"holder": "<script>"}, "holder"),
    ],
)
def test_refused(household: Seller, farmer: User, change: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as caught:
        set_bank_account(seller_id=household.pk, actor=farmer, **(GIVEN | change))
    assert caught.value.field == field
    assert stored(household) == ("", "", "")


@pytest.mark.usefixtures("member")
def test_never_on_behalf(household: Seller, cooperative: Seller, manager: User, officer: User, operator: User) -> None:
    record_consent(cooperative_id=cooperative.pk, household_id=household.pk, evidence="Phiếu số 1")
    for actor in (manager, officer, operator):
        with pytest.raises(Forbidden):
            set_bank_account(seller_id=household.pk, actor=actor, **GIVEN)
    assert stored(household) == ("", "", "")
