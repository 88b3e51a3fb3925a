"""Defects in shipping methods, written past all constraints."""

from django.db.models import F

from shipping.models import Rate, ShippingMethod
from tests.marketplace.broken import breaks


@breaks("shipping.verified-sellers-can-send", "no way for the goods to travel")
def _() -> None:
    ShippingMethod.objects.update(is_active=False)


@breaks("shipping.methods-have-their-carrier", "a carrier that nobody knows")
def _() -> None:
    ShippingMethod.objects.filter(carrier="own").update(carrier="drone")


@breaks("shipping.rates-make-sense", "a rate that ends before it begins")
def _() -> None:
    Rate.objects.update(base_weight_g=F("max_weight_g") + 1)
