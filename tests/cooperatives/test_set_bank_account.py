"""The payout account is set by the seller's own manager, never by people who act on the seller's behalf."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import AuditEntry, SecurityNotice, User
from cooperatives.models import Seller, SellerMembership
from cooperatives.services.record_consent import record_consent
from cooperatives.services.set_bank_account import set_bank_account
from core import clock
from core.errors import DomainError, Forbidden
from payments import sdk
from payments.models import Payee

VALUES = {"bank_bin": "970405", "number": "6500 2051 23456", "holder": "Nguyễn Văn  Đủ"}


def stored(seller: Seller) -> tuple[str, str, str]:
    payee = Payee.objects.get(pk=seller.payee_ref)
    return payee.bank_bin, payee.bank_account_no, payee.bank_account_name


def test_account_is_saved_normalized(household: Seller, farmer: User) -> None:
    set_bank_account(seller_id=household.pk, actor=farmer, **VALUES)
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
def test_invalid_account_is_refused(household: Seller, farmer: User, change: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as caught:
        set_bank_account(seller_id=household.pk, actor=farmer, **(VALUES | change))
    assert caught.value.field == field
    assert stored(household) == ("", "", "")


@pytest.mark.parametrize(
    ("holder", "written"),
    [
        ("H'HEN NIÊ", "H'HEN NIE"),
        ("H’Hen Niê", "H'HEN NIE"),
        ("Ðặng Văn Ða", "DANG VAN DA"),
        ("CÔNG TY TNHH XOÀI (VN)", "CONG TY TNHH XOAI (VN)"),
        ("HO KINH DOANH NGUYEN VAN A/XOAI", "HO KINH DOANH NGUYEN VAN A/XOAI"),
    ],
)
def test_holder_is_written_as_banks_do(household: Seller, farmer: User, holder: str, written: str) -> None:
    set_bank_account(
        seller_id=household.pk, actor=farmer, **VALUES | {"holder": holder, "number": "0071000123456\u202c"}
    )
    assert stored(household)[1:] == ("0071000123456", written)


@pytest.mark.usefixtures("member")
def test_acting_users_and_officials_are_refused(
    household: Seller, cooperative: Seller, manager: User, officer: User, operator: User
) -> None:
    record_consent(cooperative_id=cooperative.pk, household_id=household.pk, evidence="Phiếu số 1")
    for actor in (manager, officer, operator):
        with pytest.raises(Forbidden):
            set_bank_account(seller_id=household.pk, actor=actor, **VALUES)
    assert stored(household) == ("", "", "")


def test_change_is_audited_masked_delayed_and_reported_to_managers(
    household: Seller, farmer: User, person: Callable[..., User]
) -> None:
    second, former, staff = person("Quản lý hai"), person("Quản lý cũ"), person("Nhân viên")
    for user, fields in ((second, {}), (former, {"revoked_at": clock.now()}), (staff, {"role": "staff"})):
        SellerMembership.objects.create(**{"user": user, "seller": household, "role": "manager"} | fields)
    set_bank_account(seller_id=household.pk, actor=None, **VALUES)
    assert (sdk.accounts.retrieve(household.payee_ref).held_until, SecurityNotice.objects.count()) == (None, 0)

    set_bank_account(seller_id=household.pk, actor=farmer, **VALUES | {"number": "9704151234567"})

    shown, planned = sdk.bank_accounts.of(household.payee_ref), sdk.bank_accounts.next_of(household.payee_ref)
    assert (shown and shown.number, planned and planned.number) == ("6500205123456", "9704151234567")
    entry = AuditEntry.objects.filter(action="seller.set_bank_account").latest("pk")
    assert entry.before == {"bank": "Agribank", "number_ends": "3456"}
    assert entry.after == {"bank": "Agribank", "number_ends": "4567"}
    assert sdk.accounts.retrieve(household.payee_ref).held_until is not None
    notices = SecurityNotice.objects.values_list("user", "action")
    assert set(notices) == {(farmer.pk, "seller.set_bank_account"), (second.pk, "seller.set_bank_account")}


def test_unchanged_account_sends_no_notice(household: Seller, farmer: User) -> None:
    set_bank_account(seller_id=household.pk, actor=None, **VALUES)
    set_bank_account(seller_id=household.pk, actor=farmer, **VALUES)
    assert (sdk.accounts.retrieve(household.payee_ref).held_until, SecurityNotice.objects.count()) == (None, 0)


def test_first_account_takes_effect_at_once(household: Seller, farmer: User) -> None:
    set_bank_account(seller_id=household.pk, actor=farmer, **VALUES)
    shown = sdk.bank_accounts.of(household.payee_ref)
    assert (shown and shown.number, sdk.bank_accounts.next_of(household.payee_ref)) == ("6500205123456", None)
