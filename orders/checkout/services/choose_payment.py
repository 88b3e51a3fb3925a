"""Choose how to pay for the whole checkout."""

from uuid import UUID

from orders.checkout.services.choose_options import choose_options


def choose_payment(*, checkout_id: UUID | str, method: str) -> None:
    """Store a PaymentMethod that every seller of the checkout accepts for the chosen delivery.

    Raises DomainError PAYMENT_METHOD_NOT_SET, PAYMENT_METHOD_NOT_APPLICABLE with the reason, CHECKOUT_PLACED, or
    NotFound.
    """
    refusals = choose_options(checkout_id=checkout_id, deliveries={}, payment_method=method)
    if refusals.payment is not None:
        raise refusals.payment
