"""Say where a payee's money is sent."""

import re

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from payments.models import Payee
from payments.payees.writing import write_payee


def update_bank(*, payee_id: str, bin: str, number: str, holder: str) -> Payee:
    """Set the bank destination; raises as `checked_bank` does, or NotFound."""
    return write_payee(payee_id, checked_bank(bin=bin, number=number, holder=holder))


def checked_bank(*, bin: str, number: str, holder: str) -> dict[str, str]:
    """The fields of a payee: NAPAS BIN (6 digits), account number (up to 19 letters and digits), holder's name.

    Raises DomainError naming the field.
    """
    if not re.fullmatch(r"[0-9]{6}", bin):
        raise DomainError(_("Mã ngân hàng gồm 6 chữ số."), code="INVALID", field="bin")
    if not re.fullmatch(r"[A-Za-z0-9]{4,19}", number):
        raise DomainError(_("Số tài khoản gồm 4 đến 19 chữ số hoặc chữ cái."), code="INVALID", field="number")
    if not holder.strip():
        raise DomainError(_("Vui lòng ghi tên chủ tài khoản."), code="REQUIRED", field="holder")
    return {"bank_bin": bin, "bank_account_no": number, "bank_account_name": holder.strip()[:120]}
