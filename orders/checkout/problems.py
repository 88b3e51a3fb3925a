"""What prevents a checkout from being placed. Pages show these problems, `place_order` refuses by them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.money import format_dong
from orders.checkout.fetch import CheckoutLineInfo, SellerGroup
from orders.checkout.payment_options import payment_option_refusal
from orders.checkout.policy import POLICY_VERSION
from orders.models import Checkout
from shipping.models import Carrier


@dataclass(frozen=True)
class Problem:
    """One problem that the buyer should know. A blocking problem must be corrected first."""

    code: str  # as DomainError's
    message: str | Promise
    field: str | None = None
    variant_id: int | None = None
    seller_id: int | None = None
    available: int | None = None  # how many are left, for INSUFFICIENT_STOCK
    blocking: bool = True

    def error(self) -> DomainError:
        """The problem as a service's error."""
        params = {"variants": {self.variant_id: self.available}} if self.available is not None else {}
        return DomainError(self.message, code=self.code, field=self.field, params=params)


def line_problem(line: CheckoutLineInfo) -> Problem | None:
    """The most serious problem of a line."""
    if not line.on_sale:
        message = _("%(product)s hiện không còn bán. Vui lòng bỏ khỏi giỏ.") % {"product": line.name}
        return Problem("UNAVAILABLE_VARIANT_IN_CHANNEL", message, "lines", line.variant_id)
    if line.available < line.quantity:
        message = (
            _("%(product)s chỉ còn %(left)d.") % {"product": line.name, "left": line.available}
            if line.available
            else _("%(product)s đã hết hàng.") % {"product": line.name}
        )
        return Problem("INSUFFICIENT_STOCK", message, "quantity", line.variant_id, available=line.available)
    if line.unit_price != line.price_seen:
        message = _("Giá %(product)s đã đổi từ %(before)s thành %(after)s.") % {
            "product": line.name,
            "before": format_dong(line.price_seen),
            "after": format_dong(line.unit_price),
        }
        return Problem("PRICE_CHANGED", message, "lines", line.variant_id, blocking=False)
    return None


def delivery_problem(checkout: Checkout, parcels: SellerGroup) -> Problem | None:
    """The problem with the delivery of one seller's goods."""
    delivery = parcels.delivery
    if checkout.shipping_address_id is None and (
        parcels.chosen_method_id is None or (delivery and delivery.carrier != Carrier.PICKUP)
    ):
        return None  # the missing address is one problem of the whole checkout
    if delivery is None:
        message = (
            _("%(seller)s không giao được tới địa chỉ này. Vui lòng đổi địa chỉ hoặc bỏ hàng của người bán này.")
            if parcels.chosen_method_id is None
            else _("Cách nhận hàng đã chọn của %(seller)s không dùng được cho địa chỉ này. Vui lòng chọn lại.")
        ) % {"seller": parcels.seller_name}
        return Problem("DELIVERY_METHOD_NOT_APPLICABLE", message, "delivery_method", seller_id=parcels.seller_id)
    return None


def needs_address(parcels: Sequence[SellerGroup]) -> bool:
    """Whether an address is needed: goods that the buyer chose to pick up need none."""
    return any(
        p.chosen_method_id is None or p.delivery is None or p.delivery.carrier != Carrier.PICKUP for p in parcels
    )


def checkout_problems(checkout: Checkout, parcels: Sequence[SellerGroup]) -> Iterator[Problem]:
    """Every problem of the checkout, in the order in which a buyer meets them."""
    if not parcels:
        yield Problem("NO_LINES", _("Giỏ hàng đang trống."), "lines")
    for p in parcels:
        yield from filter(None, (line_problem(line) for line in p.lines))
    if not checkout.buyer_name:
        yield Problem("REQUIRED", _("Vui lòng ghi họ tên người nhận."), "buyer_name")
    if not checkout.phone:
        message = _("Vui lòng ghi số điện thoại để người bán liên hệ khi giao.")
        yield Problem("REQUIRED", message, "phone")
    if checkout.shipping_address_id is None and needs_address(parcels):
        message = _("Vui lòng cho biết địa chỉ nhận hàng, hoặc chọn nhận tại nơi bán.")
        yield Problem("SHIPPING_ADDRESS_NOT_SET", message, "shipping_address")
    yield from filter(None, (delivery_problem(checkout, p) for p in parcels))
    if not checkout.payment_method:
        yield Problem("PAYMENT_METHOD_NOT_SET", _("Vui lòng chọn cách thanh toán."), "payment_method")
    elif why := payment_option_refusal(checkout.payment_method, [p.recipient for p in parcels]):
        yield Problem("PAYMENT_METHOD_NOT_APPLICABLE", why, "payment_method")
    if checkout.consent_policy != POLICY_VERSION:
        message = _("Vui lòng đọc và đồng ý với điều khoản mua hàng.")
        yield Problem("CONSENT_REQUIRED", message, "consent")
