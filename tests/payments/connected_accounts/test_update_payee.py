"""Who a payee is for the law: its kind, its name on papers, its tax number, the contract to collect for it."""

from datetime import date

import pytest
import time_machine
from django.test import override_settings

from core.errors import DomainError, NotFound
from payments import sdk
from payments.connected_accounts.services.create_payee import create_payee
from payments.connected_accounts.services.update_payee import update_payee
from payments.models import Payee

pytestmark = pytest.mark.django_db


def shown(payee: Payee) -> tuple:
    payee.refresh_from_db()
    return payee.business_type, payee.legal_name, payee.tax_id, payee.agency_contract, payee.agency_contract_on


@pytest.mark.parametrize("tax_id", ["", "1401541495", "0100109106-001", "082093001234"])
def test_update_changes_the_given_fields_only(tax_id: str) -> None:
    payee = create_payee(name="Hộ mẫu", business_type="individual", legal_name=" Lê  Thị Sen ", tax_id=tax_id)
    assert shown(payee) == ("individual", "Lê Thị Sen", tax_id, "", None)
    update_payee(payee_id=payee.pk, legal_name="Lê Thị Sen Hồng")
    assert shown(payee) == ("individual", "Lê Thị Sen Hồng", tax_id, "", None)


@time_machine.travel("2026-11-22T05:00:00Z", tick=False)
def test_a_contract_has_a_day_and_an_end() -> None:
    payee = create_payee(name="Hộ mẫu")
    update_payee(payee_id=payee.pk, agency_contract="HĐ 12/2026", agency_contract_on=date(2026, 11, 22))
    assert shown(payee)[3:] == ("HĐ 12/2026", date(2026, 11, 22))
    update_payee(payee_id=payee.pk, tax_id="1401541495")
    assert shown(payee)[3:] == ("HĐ 12/2026", date(2026, 11, 22))
    update_payee(payee_id=payee.pk, agency_contract="")
    assert shown(payee)[3:] == ("", None)


@time_machine.travel("2026-11-22T05:00:00Z", tick=False)
@pytest.mark.parametrize(
    ("supplied", "field"),
    [
        ({"name": " "}, "name"),
        ({"business_type": "government"}, "business_type"),
        ({"tax_id": "12345"}, "tax_id"),
        ({"tax_id": "١٤٠١٥٤١٤٩٥"}, "tax_id"),
        ({"legal_name": "x" * 121}, "legal_name"),
        ({"agency_contract": "HĐ 12"}, "agency_contract_on"),
        ({"agency_contract": "HĐ 12", "agency_contract_on": date(2026, 11, 23)}, "agency_contract_on"),
        ({"agency_contract": "x" * 81, "agency_contract_on": date(2026, 11, 1)}, "agency_contract"),
    ],
)
def test_refused_update_changes_nothing(supplied: dict, field: str) -> None:
    payee = create_payee(name="Hộ mẫu", tax_id="1401541495")
    before = shown(payee)
    with pytest.raises(DomainError) as caught:
        update_payee(payee_id=payee.pk, **supplied)
    assert (caught.value.field, shown(payee)) == (field, before)
    with pytest.raises(NotFound):
        update_payee(payee_id="acct_nobody", tax_id="1401541495")


def test_live_money_needs_a_contract() -> None:
    with_one, without = create_payee(name="Có"), create_payee(name="Chưa")
    update_payee(payee_id=with_one.pk, agency_contract="HĐ 1", agency_contract_on=date(2026, 1, 2))
    both = [with_one.pk, without.pk]
    assert sdk.accounts.not_collected_for(both) == set()
    with override_settings(PRODUCTION=True):
        assert sdk.accounts.not_collected_for([*both, "acct_nobody"]) == {without.pk, "acct_nobody"}
