"""Integrity checks of shipping."""

from django.db.models import Count, Exists, OuterRef

from cooperatives.models import Seller
from core.integrity import CheckResult, integrity_check
from shipping.carriers import ADAPTERS
from shipping.models import Carrier, Rate, ShippingMethod


@integrity_check("shipping.verified-sellers-can-send")
def verified_sellers_can_send() -> CheckResult:
    """Every verified and active seller has an active shipping method."""
    sellers = Seller.objects.filter(is_active=True, verified_at__isnull=False)
    methods = ShippingMethod.objects.filter(seller=OuterRef("pk"), is_active=True)
    without = sellers.filter(~Exists(methods)).values_list("pk", flat=True)
    return CheckResult(sellers.count(), [f"seller {pk} has no active way of delivery" for pk in without])


@integrity_check("shipping.methods-have-their-carrier")
def methods_have_their_carrier() -> CheckResult:
    """Each method's carrier is known, own delivery has rates, pick-up has none."""
    methods = ShippingMethod.objects.filter(is_active=True).annotate(n=Count("rates"))
    problems = []
    for pk, carrier, number in methods.values_list("pk", "carrier", "n"):
        if carrier not in ADAPTERS:
            problems.append(f"method {pk}: unknown carrier {carrier}")
        elif (number > 0) == (carrier == Carrier.PICKUP):
            problems.append(f"method {pk} ({carrier}): {number} rates")
    return CheckResult(methods.count(), problems)


@integrity_check("shipping.rates-make-sense")
def rates_make_sense() -> CheckResult:
    """The base weight of a rate does not exceed its maximum weight."""
    rows = Rate.objects.values_list("pk", "base_weight_g", "max_weight_g")
    return CheckResult(len(rows), [f"rate {pk}" for pk, base, limit in rows if base > limit])
