"""A payee that collected the money itself confirms its refund, with a proof."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core.cleaning import clean_line
from core.errors import DomainError, NotFound
from payments.models import Collector, Refund
from payments.refunds.services.complete_refund import succeed_refund

SHORTEST_PROOF = 3


def confirm_manual_refund(*, refund_id: str, payee_id: str, proof: str, actor: User) -> Refund:
    """Mark a refund of a payee's own money as succeeded, with this proof; a repetition changes nothing.

    The caller has checked that `actor` acts for the payee. Raises DomainError REQUIRED without a proof, NotFound.
    """
    proof = clean_line(proof)
    if len(proof) < SHORTEST_PROOF:
        raise DomainError(
            _("Vui lòng ghi mã giao dịch chuyển trả, hoặc ai nhận tiền mặt và lúc nào."), code="REQUIRED", field="proof"
        )
    with transaction.atomic():
        refund = Refund.objects.filter(
            pk=refund_id, intent__collector=Collector.SELLER, intent__payee_id=payee_id
        ).first()
        if refund is None:
            raise NotFound(_("Không tìm thấy khoản hoàn tiền này."), field="id")
        ended = succeed_refund(refund_id=refund.pk, proof=proof)
        record_audit(
            actor=actor,
            action="payment.confirm_manual_refund",
            obj=ended,
            before={"status": refund.status},
            after={"status": ended.status, "proof": ended.proof, "amount": ended.amount},
        )
        return ended
