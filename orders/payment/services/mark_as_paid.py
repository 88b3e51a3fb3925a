"""The seller confirms that the buyer's transfer arrived, when no bank feed can report it."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.services.record_audit import record_audit
from core.errors import DomainError
from orders.authority import seller_authority
from orders.locks import lock_order
from orders.models import Order, PaymentAllocation
from orders.payment.services.sync_orders_with_payment import sync_orders_with_payment
from orders.payment_methods import TRANSFERRED_TO_SELLER
from orders.transitions import TransitionName, can_transition, transition_refusal
from payments import sdk


def mark_as_paid(*, order_id: UUID | str, actor: User) -> Order:
    """An order that waits for a transfer into its seller's account becomes paid, shown as declared by the seller.

    A payment that a feed confirmed stays confirmed by it. Raises DomainError INVALID_MOVE, what payments refuses (the
    payment was cancelled, no QR was ever shown), Forbidden, or NotFound.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        authority = seller_authority(actor, order)
        if (
            order.payment_method not in TRANSFERRED_TO_SELLER
            or not can_transition(order, TransitionName.PAY)
            or order.needs_review
        ):
            raise DomainError(transition_refusal(order), code="INVALID_MOVE", params={"status": order.status})
        intent_id = PaymentAllocation.objects.values_list("intent_id", flat=True).get(order=order)
        sdk.payment_intents.declare_received(
            intent_id,
            account=order.seller.payee_ref,
            actor=actor,
            idempotency_key=f"declare:{intent_id}:{actor.pk}",
        )
        record_audit(
            actor=actor,
            action="order.declare_received",
            obj=order,
            before={"charge_status": order.charge_status},
            after={"amount": order.total},
            on_behalf_of=authority.on_behalf_of,
        )
    sync_orders_with_payment(intent_id=intent_id)  # the event does the same; here the seller sees it at once
    order.refresh_from_db()
    return order
