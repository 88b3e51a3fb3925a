"""Who may change an order: the seller's people, a cooperative for a member that consented, the operator."""

from dataclasses import dataclass

from accounts.models import User
from accounts.roles import is_operator
from cooperatives.models import Seller
from cooperatives.policies import may_act_for
from core.errors import Forbidden
from orders.models import Order


@dataclass(frozen=True)
class Authority:
    """The role in which someone acts, and the seller they act for if it is not their own."""

    part: str  # "seller" | "operator"
    on_behalf_of: Seller | None


def seller_authority(actor: User, order: Order) -> Authority:
    """The actor as the order's seller. Raises Forbidden."""
    return Authority("seller", may_act_for(actor, order.seller).audited_for)


def seller_or_operator_authority(actor: User, order: Order) -> Authority:
    """The actor as the order's seller or, failing that, as the operator. Raises Forbidden."""
    try:
        return seller_authority(actor, order)
    except Forbidden:
        if not is_operator(actor):
            raise
        return Authority("operator", None)
