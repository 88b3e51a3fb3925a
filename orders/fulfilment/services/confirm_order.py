"""The seller confirms an order."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.services.record_audit import record_audit
from orders.authority import seller_authority
from orders.locks import lock_order
from orders.models import Order, PaymentAllocation
from orders.payment_methods import COLLECTED_BY_PLATFORM
from orders.tax_lines import sales_of
from orders.transitions import TransitionName, transition_order
from payments import sdk


def confirm_order(*, order_id: UUID | str, actor: User) -> Order:
    """UNCONFIRMED, paid or payable in cash, becomes UNFULFILLED. Money that the platform collected is allocated to the
    seller.

    Money that was paid directly to the seller is not owed.

    Raises DomainError INVALID_MOVE, Forbidden, or NotFound.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        authority = seller_authority(actor, order)
        before = order.status
        transition_order(order, TransitionName.CONFIRM, actor=actor)
        if order.payment_method in COLLECTED_BY_PLATFORM:
            _allocate(order)
        record_audit(
            actor=actor,
            action="order.confirm",
            obj=order,
            before={"status": before},
            after={"status": order.status},
            on_behalf_of=authority.on_behalf_of,
        )
        return order


def _allocate(order: Order) -> None:
    allocation = PaymentAllocation.objects.get(order=order)
    transfer = sdk.transfers.create(
        payment_intent=allocation.intent_id,
        amount=allocation.amount,
        destination=order.seller.payee_ref,
        reference=order.code,
        sales=sales_of(order),
        idempotency_key=f"transfer:{order.pk}",
    )
    allocation.transfer_id = transfer.id
    allocation.save(update_fields=["transfer_id"])
