"""The interface of carriers: whether a parcel can be sent to a zone, its price and its time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Parcel:
    """The goods that one seller sends to one buyer."""

    seller_id: int
    weight_g: int  # packed
    days_to_ship: int = 1  # from the order to the hand-over, of the slowest thing in it


@dataclass(frozen=True)
class Terms:
    """A rate of a method for one zone; prices in đồng with tax, weights in grams."""

    base_price: int
    base_weight_g: int
    price_per_extra_kg: int
    max_weight_g: int
    min_days: int
    max_days: int


@dataclass(frozen=True)
class Offer:
    """A carrier's offer: the price in đồng with tax, and the days after the seller hands the parcel over."""

    price: int
    min_days: int
    max_days: int


class Adapter(Protocol):
    """A carrier. A new one is a folder with a class like this, and a line in the registry."""

    code: str
    is_remote: bool  # it answers by network, so it is never asked inside a transaction

    def offer(self, parcel: Parcel, zone: str | None, terms: Mapping[str, Terms]) -> Offer | None:
        """The price and time to `zone` (None: the address is not known) under a method's terms by zone, or no offer."""
        ...
