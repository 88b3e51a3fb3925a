"""The seller confirms that the transfer for a sale at a stall arrived."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.policies import may_act_for
from core.errors import DomainError
from orders.locks import lock_sale
from orders.models import PosSale, PosSaleStatus
from orders.pos.services.sync_sale_with_payment import sync_sale_with_payment
from payments import sdk


def mark_sale_as_paid(*, sale_id: UUID | str, actor: User) -> PosSale:
    """WAITING becomes PAID, shown as declared. A sale that is paid already is not changed.

    Raises DomainError INVALID_MOVE if it was cancelled, Forbidden, or NotFound.
    """
    with transaction.atomic():
        sale = lock_sale(sale_id)
        acting = may_act_for(actor, sale.seller)
        if sale.status == PosSaleStatus.PAID:
            return sale
        if sale.status == PosSaleStatus.CANCELED:
            raise DomainError(_("Lần bán này đã bỏ. Tiền đã về thì ghi lại lần bán."), code="INVALID_MOVE")
        sdk.payment_intents.declare_received(
            sale.intent_id,
            account=sale.seller.payee_ref,
            actor=actor,
            idempotency_key=f"declare:{sale.intent_id}:{actor.pk}",
        )
        record_audit(
            actor=actor,
            action="pos_sale.declare_received",
            obj=sale,
            before={"status": PosSaleStatus.WAITING},
            after={"amount": sale.amount, "code": sale.code},
            on_behalf_of=acting.audited_for,
        )
    sync_sale_with_payment(intent_id=sale.intent_id)  # the event does the same; here the seller sees it at once
    sale.refresh_from_db()
    return sale
