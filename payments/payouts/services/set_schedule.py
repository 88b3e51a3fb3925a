"""Set a payee's payout schedule."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from payments.base.locks import lock_payee
from payments.events import publish
from payments.models import Payee, PayoutInterval

_LAST = {PayoutInterval.WEEKLY: 7, PayoutInterval.MONTHLY: 28}


def set_schedule(*, payee_id: str, interval: str, anchor: int = 1) -> Payee:
    """`interval` of PayoutInterval; `anchor`: weekly 1 (Monday) to 7, monthly day 1 to 28, else of no meaning.

    Raises DomainError INVALID, or NotFound.
    """
    if interval not in PayoutInterval.values:
        raise DomainError(_("Vui lòng chọn khi nào nhận tiền."), code="INVALID", field="interval")
    last = _LAST.get(PayoutInterval(interval))
    if last and not 1 <= anchor <= last:
        raise DomainError(_("Vui lòng chọn ngày nhận tiền."), code="INVALID", field="anchor")
    with transaction.atomic():
        payee = lock_payee(payee_id)
        with publish.updating(publish.ACCOUNT_UPDATED, rows=[payee]):
            payee.payout_interval, payee.payout_anchor = PayoutInterval(interval), anchor if last else 1
            payee.save(update_fields=["payout_interval", "payout_anchor"])
        return payee
