"""Carriers, one folder each, behind one interface; their order here is the order in which buyers are offered them."""

from shipping.carriers.base import Adapter, Offer, Parcel, Terms
from shipping.carriers.own import OwnDelivery
from shipping.carriers.pickup import Pickup

__all__ = ["ADAPTERS", "Adapter", "Offer", "Parcel", "Terms", "adapter"]

ADAPTERS: dict[str, Adapter] = {one.code: one for one in (OwnDelivery(), Pickup())}


def adapter(code: str) -> Adapter:
    """The adapter of a carrier's code. Raises KeyError."""
    return ADAPTERS[code]
