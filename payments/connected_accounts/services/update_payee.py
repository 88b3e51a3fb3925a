"""Update a payee's legal data: business type, tax code, agency contract."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.cleaning import clean_line
from core.errors import DomainError
from payments.connected_accounts.account_update import write_payee
from payments.models import BusinessType, Payee


def update_payee(
    *,
    payee_id: str,
    name: str | None = None,
    business_type: str | None = None,
    legal_name: str | None = None,
    tax_id: str | None = None,
    agency_contract: str | None = None,
    agency_contract_on: date | None = None,
    email: str | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Payee:
    """The payee with what is given; None leaves a field as it is. What was withheld before stays as it was.

    `agency_contract` (its number) and its day go together; an empty number ends it. Raises DomainError naming the
    field, NotFound.
    """
    values = {
        "name": name, "business_type": business_type, "legal_name": legal_name, "tax_id": tax_id,
        "agency_contract": agency_contract,
    }  # fmt: skip
    fields = checked(**{field: value for field, value in values.items() if value is not None})
    if agency_contract is not None:
        fields["agency_contract_on"] = _day_of(fields["agency_contract"], agency_contract_on)
    if email is not None:
        fields["email"] = email
    if metadata is not None:
        fields["metadata"] = dict(metadata)
    return write_payee(payee_id, fields)


def checked(**values: str) -> dict[str, Any]:
    """The fields, checked against their limits. Raises DomainError."""
    fields: dict[str, Any] = {field: clean_line(value) for field, value in values.items()}
    if fields.get("name") == "":
        raise DomainError(_("Vui lòng ghi tên."), code="REQUIRED", field="name")
    if fields.get("business_type", "") not in ["", *BusinessType.values]:
        raise DomainError(_("Loại người nhận tiền này không có."), field="business_type")
    if not re.fullmatch(r"(\d{10}|\d{12}|\d{10}-\d{3})?", fields.get("tax_id", ""), re.ASCII):
        raise DomainError(_("Mã số thuế có 10 hoặc 13 chữ số, hoặc là 12 số định danh."), field="tax_id")
    for field, most in (("name", 120), ("legal_name", 120), ("agency_contract", 80)):
        if len(fields.get(field, "")) > most:
            raise DomainError(_("Nội dung này dài quá %(most)d ký tự.") % {"most": most}, field=field)
    return fields


def _day_of(contract: str, signed_on: date | None) -> date | None:
    if not contract:
        return None
    if signed_on is None:
        raise DomainError(_("Vui lòng ghi ngày ký hợp đồng."), code="REQUIRED", field="agency_contract_on")
    if signed_on > clock.today():
        raise DomainError(_("Ngày ký không thể sau hôm nay."), field="agency_contract_on")
    return signed_on
