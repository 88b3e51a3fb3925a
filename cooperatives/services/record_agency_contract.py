"""The operator records the contract by which it collects a seller's money ("hợp đồng ủy quyền thu hộ")."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import is_operator
from accounts.services.record_audit import record_audit
from cooperatives.locks import lock_seller
from core.cleaning import clean_line
from core.errors import DomainError, Forbidden
from payments import sdk


@transaction.atomic
def record_agency_contract(*, seller_id: int, number: str, signed_on: date, actor: User) -> None:
    """From now on live payments may be collected for the seller (NĐ 52/2024: collecting for others needs a contract).

    Raises DomainError on `number` or `signed_on`, Forbidden, NotFound.
    """
    if not is_operator(actor):
        raise Forbidden(_("Chỉ đơn vị vận hành được ghi hợp đồng ủy quyền thu hộ."))
    seller = lock_seller(seller_id)
    number = clean_line(number)
    if not number:
        raise DomainError(_("Vui lòng ghi số hợp đồng."), code="REQUIRED", field="number")
    before = sdk.accounts.retrieve(seller.payee_ref)
    try:
        sdk.accounts.update(seller.payee_ref, agency_contract=number, agency_contract_on=signed_on)
    except DomainError as refusal:
        refusal.field = {"agency_contract": "number", "agency_contract_on": "signed_on"}.get(refusal.field or "")
        raise
    record_audit(
        actor=actor,
        action="seller.record_contract",
        obj=seller,
        before={"contract": before.agency_contract, "signed_on": _format_day(before.agency_contract_on)},
        after={"contract": number, "signed_on": _format_day(signed_on)},
    )


def _format_day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
