"""Set the rates of a seller's own delivery by zone."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.policies import acting_for
from core.errors import DomainError, NotFound
from core.locks import lock_row
from shipping.models import Carrier, Rate, ShippingMethod
from shipping.quotes.services.expire_quotes import expire_quotes
from shipping.rates import RateInput, check_rates


def set_rates(*, method_id: int, rates: Sequence[RateInput], actor: User | None) -> ShippingMethod:
    """Replace the method's rates: a zone without a rate is not served.

    Placed orders keep their price. Raises DomainError naming the field, NotFound, Forbidden.
    """
    with transaction.atomic():
        method = lock_row(ShippingMethod.objects.select_related("seller").filter(pk=method_id))
        if method is None:
            raise NotFound(_("Không tìm thấy cách giao hàng này."), field="method_id")
        behalf = acting_for(actor, method.seller)
        if method.carrier == Carrier.PICKUP:
            raise DomainError(_("Nhận tại nơi bán không tính phí."), field="method_id")
        check_rates(rates)
        names = list(RateInput.__dataclass_fields__)
        before = list(method.rates.order_by("zone").values(*names))
        after = sorted((asdict(rate) for rate in rates), key=lambda rate: str(rate["zone"]))
        if before == after:
            return method
        method.rates.all().delete()
        Rate.objects.bulk_create(Rate(method=method, **rate) for rate in after)
        expire_quotes(method.seller_id)
        record_audit(
            actor=actor,
            action="shipping.set_rates",
            obj=method,
            before={"rates": before},
            after={"rates": after},
            on_behalf_of=behalf,
        )
        return method
