"""Who collects the money of each payment method. Payments answers, so that no code of orders names a provider."""

from orders.models import PAID_AHEAD, PaymentMethod
from payments import sdk

# The platform collects for all sellers of a checkout, then transfers each share: one payment pays all orders.
COLLECTED_BY_PLATFORM = frozenset(
    method for method in PAID_AHEAD if not sdk.payment_methods.retrieve(method).collected_by_seller
)
# The buyer transfers to the seller: one payment an order, and the seller refunds it.
TRANSFERRED_TO_SELLER = PAID_AHEAD - COLLECTED_BY_PLATFORM
COLLECTED_BY_SELLER = frozenset(PaymentMethod) - COLLECTED_BY_PLATFORM  # with cash
