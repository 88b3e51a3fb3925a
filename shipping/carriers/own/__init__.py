"""The seller's own delivery, priced by the zone and the weight of the parcel."""

from collections.abc import Mapping

from shipping.carriers.base import Offer, Parcel, Terms

_WIDENING = ("commune", "province", "country")


class OwnDelivery:
    code = "own"
    is_remote = False

    def offer(self, parcel: Parcel, zone: str | None, terms: Mapping[str, Terms]) -> Offer | None:
        """An offer by the narrowest zone with terms that contains the address: a province contains its communes."""
        if zone is None:
            return None
        reached = [terms[wider] for wider in _WIDENING[_WIDENING.index(zone) :] if wider in terms]
        if not reached or parcel.weight_g > reached[0].max_weight_g:
            return None
        rate = reached[0]
        return Offer(price=price(parcel.weight_g, rate), min_days=rate.min_days, max_days=rate.max_days)


def price(weight_g: int, rate: Terms) -> int:
    """The base price up to its weight, then a price for each started kilogram, in đồng."""
    extra_g = max(0, weight_g - rate.base_weight_g)
    return rate.base_price + -(-extra_g // 1000) * rate.price_per_extra_kg
