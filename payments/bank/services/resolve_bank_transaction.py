"""Resolve an unmatched bank transfer: it pays for an intent, was returned, or is unrelated."""

from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core import clock
from core.errors import DomainError, NotFound
from core.locks import lock_row
from payments.bank.services.confirm_declared import confirm_declared, declared_alone
from payments.bank.suspense import clear_suspense
from payments.base.errors import bad_amount, unexpected_state
from payments.base.locks import lock_account, lock_intent
from payments.base.operator import require_operator
from payments.intents.services.complete_attempt import Completion, complete_attempt
from payments.models import (
    Attempt,
    AttemptStatus,
    BankTransfer,
    ConfirmationSource,
    IntentStatus,
    PaymentIntent,
    TransferState,
)
from payments.providers import methods_confirmed_by
from payments.providers.base import ConfirmedBy
from payments.providers.results import AttemptResult, Outcome


class Decision(StrEnum):
    ACCEPT = "accept"  # it pays for an intent
    RETURNED = "returned"  # it was returned to its sender
    NOT_OURS = "not_ours"  # not a buyer's payment: the owner's own money


def resolve_bank_transaction(
    *,
    transfer_id: int,
    decision: str,
    actor: User,
    note: str,
    intent_id: str | None = None,
    on_behalf_of: str | None = None,
) -> BankTransfer:
    """Resolve a transfer once, with a written reason (for a return: its proof).

    `on_behalf_of` is the payee that owns the account, where the caller has checked that `actor` acts for it. Otherwise
    only the operator may resolve it.

    Accepting completes the intent with exactly its amount, by `complete_attempt`. Money for a canceled intent is
    refunded as usual. Where the payee has declared the payment received, the transfer becomes its confirmation.

    Raises Forbidden, NotFound, DomainError REQUIRED, ALREADY_DECIDED, INVALID, AMOUNT_INVALID or
    PAYMENT_INTENT_UNEXPECTED_STATE; then nothing has changed.
    """
    note = require_reason(note)
    if decision not in list(Decision):
        raise DomainError(_("Không có cách xử lý này."), code="INVALID", field="decision")
    if on_behalf_of is None:
        require_operator(actor)
    with transaction.atomic():
        transfer = lock_unmatched(transfer_id, on_behalf_of)
        if decision == Decision.ACCEPT:
            transfer.attempt = _accept(transfer, intent_id)
        else:
            clear_suspense(transfer, decision)
        record_resolution(transfer, decision, note, actor)
        return transfer


def require_reason(note: str) -> str:
    """The written reason; raises DomainError REQUIRED."""
    note = note.strip()[:280]
    if not note:
        raise DomainError(_("Vui lòng ghi lý do, hoặc bằng chứng đã trả lại."), code="REQUIRED", field="note")
    return note


def record_resolution(transfer: BankTransfer, decision: str, note: str, actor: User) -> None:
    """Write the decision to a locked transfer, and its entry in the audit trail."""
    before = {"state": str(transfer.state), "unmatched_reason": str(transfer.unmatched_reason)}
    transfer.state = TransferState.DECIDED
    transfer.decided_at, transfer.decided_by = clock.now(), actor
    transfer.decision = f"{decision}: {note}"
    transfer.save()
    after = {"decision": decision, "note": note, "amount": transfer.amount}
    if decision == Decision.ACCEPT and transfer.attempt is not None:
        after["payment_intent"] = transfer.attempt.intent_id
    record_audit(actor=actor, action="payment.resolve_bank_transaction", obj=transfer, before=before, after=after)


def lock_unmatched(transfer_id: int, on_behalf_of: str | None = None) -> BankTransfer:
    """The transfer with its account, locked; raises NotFound, or DomainError ALREADY_DECIDED."""
    rows = BankTransfer.objects.filter(pk=transfer_id).select_related("account")
    if on_behalf_of is not None:
        rows = rows.filter(account__payee_id=on_behalf_of)
    found = rows.first()
    if found is None:
        raise NotFound(_("Không tìm thấy khoản chuyển tiền này."))
    lock_account(found.account)  # before the row and any intent, in the same order as ingestion
    transfer = lock_row(rows)
    if transfer is None or transfer.state != TransferState.UNMATCHED:
        raise DomainError(_("Khoản này đã có người xử lý."), code="ALREADY_DECIDED")
    return transfer


def _accept(transfer: BankTransfer, intent_id: str | None) -> Attempt:
    if not intent_id:
        raise DomainError(_("Vui lòng chọn khoản thanh toán."), code="REQUIRED", field="payment_intent")
    intent = lock_intent(intent_id)
    attempt = _attempt_of(transfer, intent)
    clear_suspense(transfer, Decision.ACCEPT)
    if attempt.status == AttemptStatus.SUCCEEDED:
        confirm_declared(
            attempt,
            confirmed_by=ConfirmationSource.OPERATOR,
            bank_reference=transfer.bank_reference,
            booked_at=transfer.booked_at,
        )
        return attempt
    result = AttemptResult(
        Outcome.SUCCEEDED,
        provider_ref=transfer.bank_reference[:40],
        paid_at=transfer.booked_at,
    )
    if (
        complete_attempt(reference=attempt.reference, result=result, confirmed_by=ConfirmationSource.OPERATOR)
        is not Completion.APPLIED
    ):
        raise unexpected_state(_("Khoản thanh toán này không còn chờ tiền."))
    return attempt


def _attempt_of(transfer: BankTransfer, intent: PaymentIntent) -> Attempt:
    """The attempt that the transfer pays for. Raises DomainError where it cannot pay for this intent."""
    if (intent.livemode, intent.payee_id) != (transfer.livemode, transfer.account.payee_id):
        raise unexpected_state(_("Tiền không vào tài khoản của bên thu khoản này."))
    if intent.amount != transfer.amount:
        raise bad_amount(_("Số tiền phải đúng bằng khoản thanh toán. Trả thừa hoặc thiếu thì hãy trả lại."))
    # Also for a canceled intent that was paid too late: the later transfer is refunded.
    if intent.status == IntentStatus.SUCCEEDED or intent.attempts.filter(status=AttemptStatus.SUCCEEDED).exists():
        if declared := declared_alone(intent):
            return declared
        raise unexpected_state(_("Khoản này đã được trả rồi: tiền này là trả lần nữa, hãy trả lại."))
    by_transfer = methods_confirmed_by(ConfirmedBy.BANK_TRANSFER)
    attempt = intent.attempts.filter(provider__in=by_transfer, status=AttemptStatus.OPEN).order_by("-pk").first()
    if attempt is None:
        raise unexpected_state(_("Người mua chưa mở mã QR của khoản này."))
    return attempt
