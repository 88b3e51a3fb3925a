"""Cancel a sale at a stall that was not paid."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.policies import may_act_for
from core.errors import DomainError
from orders.locks import lock_sale
from orders.models import PosSale, PosSaleStatus
from payments import sdk


def cancel_sale(*, sale_id: UUID | str, actor: User) -> PosSale:
    """WAITING becomes CANCELED, with its payment. Repetition changes nothing.

    Raises DomainError ALREADY_PAID, what payments refuses (money may be on its way), Forbidden, or NotFound.
    """
    with transaction.atomic():
        sale = lock_sale(sale_id)
        acting = may_act_for(actor, sale.seller)
        if sale.status == PosSaleStatus.CANCELED:
            return sale
        if sale.status == PosSaleStatus.PAID:
            raise DomainError(_("Lần bán này đã nhận tiền nên không bỏ được."), code="ALREADY_PAID")
        sdk.payment_intents.cancel(
            sale.intent_id, reason="requested_by_customer", idempotency_key=f"cancel:{sale.intent_id}"
        )
        sale.status = PosSaleStatus.CANCELED
        sale.save(update_fields=["status"])
        record_audit(
            actor=actor,
            action="pos_sale.cancel",
            obj=sale,
            before={"status": PosSaleStatus.WAITING},
            after={"status": sale.status, "code": sale.code},
            on_behalf_of=acting.audited_for,
        )
        return sale
