"""Recognise VNPay's transfer of a day among bank transfers: automatically where it is unambiguous, else by a person.

File and transfer may arrive in either order. The open transfer is closed when both are there. Only the file debits the
bank, so suspense of the transfer is cleared.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.services.record_audit import record_audit
from core import clock
from core.errors import DomainError
from core.locks import lock_name, lock_row
from payments.bank.suspense import clear_suspense
from payments.base.locks import lock_account
from payments.models import BankTransfer, SettlementDeposit, TransferState
from payments.reconciliation.settlement_deposits import (
    ExpectedDeposit,
    expected_deposits,
    find_unambiguous_match,
    waiting_for_vnpay,
)

DECISION = "settlement"


def recognise_settlement(*, transfer_id: int) -> bool:
    """Close an open transfer that is unambiguously VNPay's. Returns whether it was closed. Idempotent."""
    with transaction.atomic():
        rows = BankTransfer.objects.filter(pk=transfer_id, account__payee=None).select_related("account")
        found = rows.first()
        if found is None or found.state != TransferState.UNMATCHED:
            return False
        lock_account(found.account)
        _lock_arrivals()
        transfer = lock_row(rows)
        if transfer is None or transfer.state != TransferState.UNMATCHED:
            return False
        settled = find_unambiguous_match(transfer)
        if settled is None:
            return False
        record_deposit(transfer, settled)
        transfer.state, transfer.decided_at = TransferState.DECIDED, clock.now()
        transfer.decision = f"{DECISION}: {_describe(settled)}"[:300]
        transfer.save(update_fields=["state", "decided_at", "decision"])
        record_audit(
            actor=None,
            action="payment.recognise_settlement",
            obj=transfer,
            before={"state": str(TransferState.UNMATCHED), "unmatched_reason": str(transfer.unmatched_reason)},
            after={"settlement": _describe(settled), "amount": transfer.amount},
        )
        return True


def recognise_waiting(*, livemode: bool) -> int:
    """Recognise all open transfers, each in its own transaction. Returns how many were closed."""
    return sum(recognise_settlement(transfer_id=one.pk) for one in waiting_for_vnpay(livemode=livemode))


def take_as_settlement(transfer: BankTransfer, key: str) -> str:
    """Record a person's decision of which day or file a transfer settles. Returns its text for the audit trail.

    The caller holds the locks of the account and the transfer. Raises DomainError REQUIRED, or NOT_THIS_SETTLEMENT
    where the amount differs from what was posted, lines are open, or the settlement has arrived already.
    """
    if not key:
        raise DomainError(_("Vui lòng chọn ngày VNPay quyết toán."), code="REQUIRED", field="decision")
    _lock_arrivals()
    deposit = next((one for one in expected_deposits([transfer]) if one.key == key), None)
    if deposit is None or not deposit.fits(transfer) or not deposit.is_just(transfer.amount):
        raise DomainError(
            _("Số tiền không đúng bằng số đã ghi sổ cho ngày ấy, còn dòng chờ quyết định, hoặc tiền ấy đã về."),
            code="NOT_THIS_SETTLEMENT",
            field="decision",
        )
    record_deposit(transfer, deposit)
    return _describe(deposit)


def record_deposit(transfer: BankTransfer, settled: ExpectedDeposit) -> None:
    """Record which day the transfer belongs to, and clear its suspense, since the file has debited the bank."""
    SettlementDeposit.objects.bulk_create(
        SettlementDeposit(file_id=settled.file_id, day=day, transfer=transfer, amount=amount)
        for day, amount in settled.parts
    )
    clear_suspense(transfer, DECISION)


def _lock_arrivals() -> None:
    """Serialise recognition, so that no day gets two transfers and neither side misses the other."""
    lock_name("payments.settlement_arrivals")


def _describe(settled: ExpectedDeposit) -> str:
    days = f"{settled.first_day:%d/%m/%Y}"
    if settled.last_day != settled.first_day:
        days += f"–{settled.last_day:%d/%m/%Y}"
    return f"{settled.file_name}, {days}"
