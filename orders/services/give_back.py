"""The seller, who took the buyer's money itself, says how it went back."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.services.record_audit import record_audit
from core.errors import DomainError
from orders.authority import seller_authority
from orders.going_back import tries_for
from orders.locks import lock_order
from orders.models import ChargeStatus, IntentShare, Order, PaymentMethod
from orders.services.follow_refund import follow_refund
from orders.services.move_order import why_not
from payments import sdk


def give_back(*, order_id: UUID | str, proof: str, actor: User) -> Order:
    """The refund of an order paid by VietQR has reached the buyer, by this proof (the transfer's number, or who took
    the money). Said twice it is said once.

    Raises DomainError REQUIRED on `proof`, INVALID_MOVE where nothing is to be given back, Forbidden, or NotFound.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        authority = seller_authority(actor, order)
        if order.payment_method != PaymentMethod.VIETQR or order.charge_status != ChargeStatus.REFUNDING:
            raise DomainError(why_not(order), code="INVALID_MOVE", params={"status": order.status})
        share = IntentShare.objects.select_related("order").get(order=order)
        tries = tries_for(share, sdk.refunds.of(share.intent_id), {order.code})
        if not tries:
            raise AssertionError(f"{order.code} is being given back without a refund")
        sdk.refunds.prove(
            tries[-1].id,
            account=order.seller.payee_ref,
            proof=proof,
            actor=actor,
            idempotency_key=f"give-back:{tries[-1].id}",
        )
        record_audit(
            actor=actor,
            action="order.give_back",
            obj=order,
            before={"charge_status": order.charge_status},
            after={"amount": order.total, "proof": proof.strip()[:300]},
            on_behalf_of=authority.on_behalf_of,
        )
    follow_refund(intent_id=share.intent_id)  # the event will say the same: here the seller sees it at once
    order.refresh_from_db()
    return order
