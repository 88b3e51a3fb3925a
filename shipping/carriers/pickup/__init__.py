"""Pick-up: the buyer collects the goods at the seller's, free of charge, from the day they are ready."""

from collections.abc import Mapping

from shipping.carriers.base import Offer, Parcel, Terms


class Pickup:
    code = "pickup"
    is_remote = False

    def offer(self, parcel: Parcel, zone: str | None, terms: Mapping[str, Terms]) -> Offer | None:
        """An offer for every address and weight."""
        return Offer(price=0, min_days=0, max_days=0)
