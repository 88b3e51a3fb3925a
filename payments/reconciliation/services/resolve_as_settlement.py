"""A person assigns an unmatched bank transaction to a day or file of VNPay."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import NotFound
from payments.bank.services.resolve_bank_transaction import lock_unmatched, record_resolution, require_reason
from payments.base.operator import require_operator
from payments.models import BankTransfer
from payments.reconciliation.services.recognise_settlement import DECISION, take_as_settlement


def resolve_as_settlement(*, transfer_id: int, settlement: str, actor: User, note: str) -> BankTransfer:
    """Close it, once; `settlement` names the day or file (`Settled.key`), whose open lines are all decided.

    Raises Forbidden, NotFound, DomainError REQUIRED, ALREADY_DECIDED or NOT_THIS_SETTLEMENT; nothing has changed then.
    """
    note = require_reason(note)
    require_operator(actor)
    with transaction.atomic():
        transfer = lock_unmatched(transfer_id)
        if transfer.account.payee_id is not None:
            raise NotFound(_("Không tìm thấy khoản chuyển tiền này."))  # VNPay pays no seller
        day = take_as_settlement(transfer, settlement)
        record_resolution(transfer, DECISION, f"{day}: {note}"[:280], actor)
        return transfer
