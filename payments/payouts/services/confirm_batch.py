"""The bank has paid every payout of a file that was still in transit."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import DomainError, NotFound
from payments.base.operator import require_operator
from payments.models import Payout, PayoutBatch, PayoutStatus
from payments.payouts.services.confirm_payout import confirm_payout


def confirm_batch(*, batch_id: str, bank_reference: str, actor: User) -> list[Payout]:
    """Confirm what is in transit of a batch, by the bank's number of the whole file.

    Raises DomainError REQUIRED without a number, PAYOUT_UNEXPECTED_STATE where nothing is in transit, NotFound, or
    Forbidden to all but the operator.
    """
    require_operator(actor)
    batch = PayoutBatch.objects.filter(pk=batch_id).first()
    if batch is None:
        raise NotFound(_("Không tìm thấy tệp chuyển tiền này."))
    with transaction.atomic():
        in_transit = list(
            batch.payouts.filter(status=PayoutStatus.IN_TRANSIT).order_by("pk").values_list("pk", flat=True)
        )
        if not in_transit:
            raise DomainError(_("Tệp này không còn khoản nào chờ ngân hàng."), code="PAYOUT_UNEXPECTED_STATE")
        return [confirm_payout(payout_id=pk, bank_reference=bank_reference, actor=actor) for pk in in_transit]
