"""Carriers, a folder each, behind one interface; buyers see their offers in the order of the registry."""

from shipping.carriers.base import Adapter, Offer, Parcel, Terms
from shipping.carriers.own import OwnDelivery
from shipping.carriers.pickup import Pickup

__all__ = ["ADAPTERS", "Adapter", "Offer", "Parcel", "Terms", "adapter"]

ADAPTERS: dict[str, Adapter] = {one.code: one for one in (OwnDelivery(), Pickup())}


def adapter(code: str) -> Adapter:
    """The adapter of a carrier's code. Raises KeyError."""
    return ADAPTERS[code]
