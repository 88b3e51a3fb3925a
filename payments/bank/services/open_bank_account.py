"""Set the bank account that buyers pay into: a payee's own, or the operator's."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import operators
from accounts.services.notify_person import notify_person
from accounts.services.record_audit import record_audit
from core.errors import DomainError, NotFound
from core.locks import lock_name
from payments.base.banks import BANKS, bank_name
from payments.base.locks import lock_accounts_of
from payments.base.mode import livemode
from payments.base.operator import require_operator
from payments.models import BankAccount, Payee


def open_bank_account(
    *,
    payee_id: str | None,
    bin: str,
    number: str,
    holder: str,
    actor: User | None = None,
    note: str = "",
    shown_from: datetime | None = None,
) -> BankAccount:
    """Show an account to buyers from now on. The former account stays watched for payments that it was shown for.

    With `shown_from` it replaces the shown account only then (`show_next_accounts`), so that the owner has time to
    notice a change by somebody else. Where no account is shown it is shown at once. An earlier planned replacement is
    dropped. A repeated call with the same account changes only the holder.

    `payee_id` None is the operator's own account, which only the operator may set, with a `note` for the audit trail.
    For a payee's the caller has checked that `actor` acts for it. Raises DomainError on the field at fault,
    BANK_ACCOUNT_TAKEN where the account is another payee's, Forbidden, NotFound.
    """
    _check(bin, number, holder)
    if payee_id is None and actor is not None:
        require_operator(actor)
    mode = livemode()
    with transaction.atomic():
        if payee_id is not None and not Payee.objects.filter(pk=payee_id, livemode=mode).exists():
            raise NotFound(_("Không tìm thấy người nhận tiền này."))
        lock_accounts_of(payee_id)
        lock_name(f"payments.bank_account:{bin}:{number}")
        account = BankAccount.objects.filter(livemode=mode, bin=bin, number=number).first()
        if account is not None and account.payee_id != payee_id:
            raise DomainError(
                _("Tài khoản này đang đứng tên người khác ở đây. Vui lòng liên hệ đơn vị vận hành."),
                code="BANK_ACCOUNT_TAKEN",
                field="number",
            )
        if account is None:
            account = BankAccount(payee_id=payee_id, livemode=mode, bin=bin, number=number, is_active=False)
        others = BankAccount.objects.filter(payee_id=payee_id, livemode=mode).exclude(pk=account.pk)
        former = account if account.is_active else others.filter(is_active=True).first()
        before = _facts(former)
        others.exclude(shown_from=None).update(shown_from=None)
        account.holder = holder.strip()[:120]
        if shown_from is None or former in (None, account):
            others.filter(is_active=True).update(is_active=False)
            account.is_active, account.shown_from = True, None
        else:
            account.shown_from = account.shown_from or shown_from
        account.save()
        if payee_id is None:
            after = _facts(account) | ({"note": note} if note else {})
            record_audit(actor=actor, action="payment.open_bank_account", obj=account, before=before, after=after)
            if actor is not None and before.get("number_ends") != after["number_ends"]:
                for person in operators():
                    notify_person(person, "payment.open_bank_account")
        return account


def _facts(account: BankAccount | None) -> dict[str, str]:
    """Facts for the audit trail, without the whole account number."""
    if account is None:
        return {}
    return {"bank": bank_name(account.bin), "number_ends": account.number[-4:], "holder": account.holder}


def _check(bin: str, number: str, holder: str) -> None:
    if bin not in BANKS:
        raise DomainError(_("Vui lòng chọn ngân hàng."), code="INVALID", field="bin")
    if not re.fullmatch(r"[0-9A-Z]{4,19}", number):
        raise DomainError(_("Số tài khoản gồm 4 đến 19 chữ số hoặc chữ cái in hoa."), code="INVALID", field="number")
    if not holder.strip():
        raise DomainError(_("Vui lòng ghi tên chủ tài khoản."), code="REQUIRED", field="holder")
