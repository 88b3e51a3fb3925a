"""Cancel orders that wait for their payment, and put their goods back into a cart."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.errors import DomainError
from orders.fulfilment.services.cancel_by_buyer import withdraw_all
from orders.locks import lock_open_checkout, lock_order_among_its_own
from orders.models import MAX_QUANTITY, PAID_AHEAD, Checkout, CheckoutDelivery, CheckoutLine, Order, OrderLine
from orders.transitions import TransitionName, can_transition, transition_refusal


def restore_cart(*, order_id: UUID | str, cart_id: UUID | None, actor: User | None = None) -> UUID:
    """Cancel every order of the same checkout that still waits for its payment. Returns the cart with their lines.

    The lines are added to the open cart `cart_id`, or to a new one with the contact, address and deliveries of the
    orders. The payment method must be chosen and the terms accepted again. The caller checks who asks, as in
    `cancel_by_buyer`. Raises DomainError INVALID_MOVE, what payments refuses (the money has arrived), or NotFound.
    """
    with transaction.atomic():
        order, checkout_orders = lock_order_among_its_own(order_id)
        waiting = [
            one
            for one in checkout_orders
            if one.payment_method in PAID_AHEAD and can_transition(one, TransitionName.WITHDRAW)
        ]
        if order not in waiting:
            raise DomainError(transition_refusal(order), code="INVALID_MOVE", params={"status": order.status})
        cart = lock_open_checkout(cart_id) if cart_id else _new_cart(order, waiting)
        intents = dict.fromkeys(
            Order.objects.filter(pk__in=[o.pk for o in waiting]).values_list("allocation__intent_id", flat=True)
        )
        withdraw_all(waiting, sorted(intents), actor=actor)
        _put_in(cart, waiting)
        return cart.pk


def _new_cart(order: Order, orders: Sequence[Order]) -> Checkout:
    cart = Checkout.objects.create(
        user_id=order.user_id,
        buyer_name=order.buyer_name,
        phone=order.phone,
        email=order.email,
        note=order.note,
        shipping_address_id=order.shipping_address_id,
    )
    CheckoutDelivery.objects.bulk_create(
        CheckoutDelivery(checkout=cart, seller_id=one.seller_id, method_id=one.shipping_method_id) for one in orders
    )
    return cart


def _put_in(cart: Checkout, orders: Sequence[Order]) -> None:
    """At the prices that the buyer saw: the cart reports changes."""
    there = dict(cart.lines.values_list("variant_id", "quantity"))
    lines = OrderLine.objects.filter(order__in=orders).order_by("variant_id")
    CheckoutLine.objects.bulk_create(
        [
            CheckoutLine(
                checkout=cart,
                variant_id=line.variant_id,
                quantity=min(line.quantity + there.get(line.variant_id, 0), MAX_QUANTITY),
                price_seen=line.unit_price,
            )
            for line in lines
        ],
        update_conflicts=True,
        unique_fields=["checkout", "variant"],
        update_fields=["quantity", "price_seen"],
    )
    cart.save(update_fields=["updated_at"])
