"""Create the two default shipping methods of a new seller."""

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext_noop as _

from core.locks import lock_name
from shipping.models import Carrier, Rate, ShippingMethod
from shipping.rates import DEFAULT_RATES


def ensure_default_methods(seller_id: int) -> list[ShippingMethod]:
    """The seller's methods; pick-up and own delivery with DEFAULT_RATES are added where the seller never had them.

    Changes by the seller are kept; a second call changes nothing.
    """
    with transaction.atomic():
        lock_name(f"shipping.methods:{seller_id}")
        known = set(ShippingMethod.objects.filter(seller=seller_id).values_list("carrier", flat=True))
        if Carrier.OWN not in known:
            own = ShippingMethod.objects.create(
                seller_id=seller_id, carrier=Carrier.OWN, name=_("Người bán giao tận nơi")
            )
            Rate.objects.bulk_create(Rate(method=own, **asdict(rate)) for rate in DEFAULT_RATES)
        if Carrier.PICKUP not in known:
            ShippingMethod.objects.create(seller_id=seller_id, carrier=Carrier.PICKUP, name=_("Nhận tại nơi bán"))
        return list(ShippingMethod.objects.filter(seller=seller_id).order_by("pk"))
