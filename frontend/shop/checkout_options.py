"""The choices of a checkout page: the delivery of each seller, the payment method, and the total."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from orders.checkout.payment_options import PaymentOption, PaymentRecipient, payment_options
from orders.checkout.queries.checkout_view import CheckoutView, SellerGroupView
from orders.models import PAID_IN_CASH
from shipping.models import Carrier
from shipping.quotes.queries import Quote


@dataclass(frozen=True)
class SellerDelivery:
    """The possible deliveries of one seller, and the quote picked on the page."""

    group: SellerGroupView
    picked: Quote | None

    @property
    def field(self) -> str:
        return delivery_field(self.group.seller_id)

    @property
    def recipient(self) -> PaymentRecipient:
        """The seller as the recipient of a payment, for the quote that is picked."""
        amount = self.group.goods_total + (self.picked.price if self.picked else 0)
        return replace(self.group.recipient, carrier=self.picked.carrier if self.picked else None, amount=amount)


@dataclass(frozen=True)
class CheckoutOptions:
    """`picks` is {seller id: method id} of the buyer's choices; `preferred_method` the ticked payment method."""

    view: CheckoutView
    picks: Mapping[int, int]
    preferred_method: str
    has_commune: bool  # the buyer's commune is known

    @cached_property
    def deliveries(self) -> list[SellerDelivery]:
        """The deliveries of each seller. Without a commune there is no default: pickup must be the buyer's choice."""
        deliveries = []
        for group in self.view.groups:
            pick = self.picks.get(group.seller_id)
            picked = next((quote for quote in group.quotes if quote.method_id == pick), None)
            if pick is None and self.has_commune and group.quotes:
                picked = group.quotes[0]
            deliveries.append(SellerDelivery(group, picked))
        return deliveries

    @property
    def fetches_all(self) -> bool:
        return all(one.picked and one.picked.carrier == Carrier.PICKUP for one in self.deliveries)

    @cached_property
    def payments(self) -> list[PaymentOption]:
        """The payment options for the picked deliveries. At least one kind of cash is shown, even if no seller accepts
        it.
        """
        options = payment_options([one.recipient for one in self.deliveries])
        cash = [option for option in options if option.method in PAID_IN_CASH]
        shown = [option for option in cash if not option.is_final] or cash[:1]
        return [option for option in options if option not in cash or option in shown]

    @property
    def payment_method(self) -> str:
        """The ticked option: the buyer's if no seller refuses it, else the first possible one."""
        open_ones = [option for option in self.payments if not option.is_final]
        if any(option.method == self.preferred_method for option in open_ones):
            return self.preferred_method
        return next((option.method for option in open_ones if option.allowed), "")

    @property
    def shipping_total(self) -> int | None:
        """Đồng of all deliveries; None while one is not picked."""
        picked = [one.picked for one in self.deliveries]
        return sum(quote.price for quote in picked if quote) if all(picked) else None

    @property
    def total(self) -> int:
        return self.view.goods_total + (self.shipping_total or 0)


def delivery_field(seller_id: int) -> str:
    """The name of the form's field for the delivery of a seller's goods."""
    return f"delivery_{seller_id}"
