"""Set the bank account that receives a seller's payouts and the transfers of buyers.

Only the seller's own manager may set it, never someone acting on the seller's behalf.
"""

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.notify_person import notify_person
from accounts.services.record_audit import record_audit
from cooperatives.locks import lock_seller
from cooperatives.policies import manages
from cooperatives.queries import managers_of
from core.cleaning import clean_line
from core.errors import DomainError, Forbidden
from core.text import capitals
from payments import sdk
from payments.sdk.banks import BANKS, account_number


@transaction.atomic
def set_bank_account(*, seller_id: int, bank_bin: str, number: str, holder: str, actor: User | None) -> None:
    """Send the seller's payouts to this account, and show it to buyers who transfer.

    `actor` None is the system itself. The holder is stored as banks write it: capitals without diacritics. The audit
    trail contains the bank and the last four characters only. A person's change takes effect after 48 hours: until
    then payouts wait and buyers see the former account, if there is one. Every manager of the seller is notified.
    Raises DomainError on the invalid field, Forbidden, NotFound.
    """
    seller = lock_seller(seller_id)
    if actor is not None and not manages(actor, seller):
        raise Forbidden(_("Chỉ người quản lý của chính gian hàng được đổi tài khoản nhận tiền."))
    number = account_number(number)
    holder = capitals(clean_line(holder))
    if bank_bin not in BANKS:
        raise DomainError(_("Vui lòng chọn ngân hàng."), field="bank_bin")
    if not re.fullmatch(r"[0-9A-Za-z]{6,19}", number):
        raise DomainError(_("Số tài khoản có từ 6 đến 19 chữ số hoặc chữ cái."), field="number")
    if not re.fullmatch(r"[A-Z0-9 .,&'()/\-]{2,120}", holder):
        raise DomainError(_("Vui lòng ghi tên chủ tài khoản như ngân hàng ghi."), field="holder")
    former = sdk.accounts.retrieve(seller.payee_ref)
    bank: dict[str, Any] = {"bin": bank_bin, "number": number, "holder": holder, "hold": actor is not None}
    sdk.bank_accounts.open(account=seller.payee_ref, **bank)
    now = sdk.accounts.update_bank(seller.payee_ref, **bank)
    before = {"bank": BANKS.get(former.bank_bin, former.bank_bin), "number_ends": former.bank_last4}
    record_audit(
        actor=actor,
        action="seller.set_bank_account",
        obj=seller,
        before=before if former.bank_last4 else {},
        after={"bank": BANKS[bank_bin], "number_ends": number[-4:]},
    )
    if now.bank_changed_at != former.bank_changed_at:
        for membership in managers_of(seller):
            notify_person(membership.user, "seller.set_bank_account")
