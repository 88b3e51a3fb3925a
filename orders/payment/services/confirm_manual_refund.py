"""The seller, who collected the money, confirms that it was refunded."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.services.record_audit import record_audit
from core.errors import DomainError
from orders.authority import seller_authority
from orders.locks import lock_order
from orders.models import ChargeStatus, Order, PaymentAllocation, ReturnState
from orders.payment.refunds import refund_attempts
from orders.payment.services.sync_orders_with_refund import sync_orders_with_refund
from orders.payment_methods import COLLECTED_BY_PLATFORM
from orders.returns.references import reference_of
from orders.returns.services.sync_returns_with_refund import sync_returns_with_refund
from orders.transitions import transition_refusal
from payments import sdk


def confirm_manual_refund(*, order_id: UUID | str, proof: str, actor: User) -> Order:
    """The refund of an order paid directly to the seller, cancelled or returned in part or whole, has reached the
    buyer. `proof` is the transfer's number, or who received the money. Repetition changes nothing.

    Raises DomainError REQUIRED on `proof`, INVALID_MOVE if nothing is to be refunded, Forbidden, or NotFound.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        authority = seller_authority(actor, order)
        if order.payment_method in COLLECTED_BY_PLATFORM or order.charge_status != ChargeStatus.REFUNDING:
            raise DomainError(transition_refusal(order), code="INVALID_MOVE", params={"status": order.status})
        refund = _waiting(order)
        sdk.refunds.confirm_manual(
            refund.id,
            account=order.seller.payee_ref,
            proof=proof,
            actor=actor,
            idempotency_key=f"give-back:{refund.id}",
        )
        record_audit(
            actor=actor,
            action="order.confirm_refund",
            obj=order,
            before={"charge_status": order.charge_status},
            after={"amount": refund.amount, "proof": proof.strip()[:300]},
            on_behalf_of=authority.on_behalf_of,
        )
    sync_orders_with_refund(intent_id=refund.payment_intent)  # the events do the same; here the seller sees it at once
    sync_returns_with_refund(intent_id=refund.payment_intent)
    order.refresh_from_db()
    return order


def _waiting(order: Order) -> sdk.Refund:
    """The latest attempt of the refund that waits for the seller: of a return, else of the whole order."""
    returned = order.returns.filter(state=ReturnState.ACCEPTED).first()
    if returned is not None:
        returned.order = order
        refunds = sdk.refunds.of(returned.intent_id)
        tries = [refund for refund in refunds if refund.first_reference == reference_of(returned)]
    else:
        allocation = PaymentAllocation.objects.select_related("order").get(order=order)
        tries = refund_attempts(allocation, sdk.refunds.of(allocation.intent_id), {order.code})
    if not tries:
        raise AssertionError(f"{order.code} is being given back without a refund")
    return tries[-1]
