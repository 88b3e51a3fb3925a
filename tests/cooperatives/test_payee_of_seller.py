"""The payee of a seller: whose income the sales are, legal name, tax code and contract."""

from datetime import date

import pytest

from accounts.models import AuditEntry
from cooperatives.models import SellerKind
from cooperatives.services.record_agency_contract import record_agency_contract
from cooperatives.services.set_tax_code import set_tax_code
from core.errors import DomainError, Forbidden, NotFound
from payments import sdk


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (SellerKind.HOUSEHOLD, ("individual", "Nguyễn Văn A", "082093001234")),
        (SellerKind.COOPERATIVE, ("company", "Người bán mẫu", "1401541495")),
        (SellerKind.ENTERPRISE, ("company", "Người bán mẫu", "1401541495")),
    ],
)
def test_registration_creates_the_payee(shop, kind, expected) -> None:
    account = sdk.accounts.retrieve(shop(kind, "Người bán mẫu", tax_code=expected[2]).payee_ref)
    assert (account.business_type, account.legal_name, account.tax_id) == expected


def test_missing_tax_code_is_set_once(household, officer, elsewhere, shop) -> None:
    taken = shop(SellerKind.HOUSEHOLD, "Hộ mẫu 2", tax_code="082093001235")
    for code in ("", "123", taken.tax_code):
        with pytest.raises(DomainError) as caught:
            set_tax_code(seller_id=household.pk, tax_code=code, actor=officer)
        assert caught.value.field == "tax_code"
    with pytest.raises(NotFound):
        set_tax_code(seller_id=household.pk, tax_code="082093001234", actor=elsewhere)
    household.refresh_from_db()
    assert (household.tax_code, sdk.accounts.retrieve(household.payee_ref).tax_id) == ("", "")

    set_tax_code(seller_id=household.pk, tax_code="082 093 001234", actor=officer)
    household.refresh_from_db()
    assert household.tax_code == sdk.accounts.retrieve(household.payee_ref).tax_id == "082093001234"
    assert AuditEntry.objects.get(action="seller.set_tax_code").after == {
        "ends": "234"
    }  # a personal number is not copied
    with pytest.raises(DomainError):
        set_tax_code(seller_id=household.pk, tax_code="082093001299", actor=officer)


def test_only_the_operator_records_the_contract(household, operator, officer, farmer) -> None:
    for actor in (officer, farmer):
        with pytest.raises(Forbidden):
            record_agency_contract(seller_id=household.pk, number="12", signed_on=date(2026, 1, 5), actor=actor)
    for number, signed_on, field in ((" ", date(2026, 1, 5), "number"), ("12", date(2199, 1, 1), "signed_on")):
        with pytest.raises(DomainError) as caught:
            record_agency_contract(seller_id=household.pk, number=number, signed_on=signed_on, actor=operator)
        assert caught.value.field == field
    assert sdk.accounts.retrieve(household.payee_ref).agency_contract == ""
    assert not AuditEntry.objects.filter(action="seller.record_contract").exists()

    record_agency_contract(seller_id=household.pk, number="HĐ 12/2026", signed_on=date(2026, 1, 5), actor=operator)
    account = sdk.accounts.retrieve(household.payee_ref)
    assert (account.agency_contract, account.agency_contract_on) == ("HĐ 12/2026", date(2026, 1, 5))
    entry = AuditEntry.objects.get(action="seller.record_contract")
    assert (entry.actor, entry.after) == (operator, {"contract": "HĐ 12/2026", "signed_on": "05/01/2026"})
