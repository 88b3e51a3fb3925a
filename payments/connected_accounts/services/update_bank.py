"""Set the bank account to which a payee is paid out."""

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError
from payments.base.locks import lock_payee
from payments.connected_accounts.account_update import write_payee
from payments.models import Payee


def update_bank(*, payee_id: str, bin: str, number: str, holder: str, hold: bool = True) -> Payee:
    """Set the bank destination; raises as `checked_bank` does, or NotFound.

    Another account than before is paid nothing for 48 hours (payouts/hold.py), unless `hold` is False: the system
    itself sets it.
    """
    fields: dict[str, Any] = checked_bank(bin=bin, number=number, holder=holder)
    with transaction.atomic():
        payee = lock_payee(payee_id)
        if hold and (payee.bank_bin, payee.bank_account_no) != (bin, number):
            fields["bank_changed_at"] = clock.now()
        return write_payee(payee_id, fields)


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
