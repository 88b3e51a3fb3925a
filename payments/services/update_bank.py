"""Say where a payee's money is sent."""

import re

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, NotFound
from core.locks import lock_row
from payments.models import Payee


def update_bank(*, payee_id: str, bin: str, number: str, holder: str) -> Payee:
    """Set the bank destination: NAPAS BIN (6 digits), account number (up to 19 letters and digits), holder's name."""
    if not re.fullmatch(r"\d{6}", bin):
        raise DomainError(_("Mã ngân hàng gồm 6 chữ số."), code="INVALID", field="bin")
    if not re.fullmatch(r"[A-Za-z0-9]{4,19}", number):
        raise DomainError(_("Số tài khoản gồm 4 đến 19 chữ số hoặc chữ cái."), code="INVALID", field="number")
    if not holder.strip():
        raise DomainError(_("Vui lòng ghi tên chủ tài khoản."), code="REQUIRED", field="holder")
    with transaction.atomic():
        payee = lock_row(Payee.objects.filter(pk=payee_id))
        if payee is None:
            raise NotFound(_("Không tìm thấy người nhận tiền này."))
        payee.bank_bin, payee.bank_account_no, payee.bank_account_name = bin, number, holder.strip()[:120]
        payee.save(update_fields=["bank_bin", "bank_account_no", "bank_account_name"])
        return payee
