"""The limits for buyers who are not verified yet, as data. The numbers are settings (docs/operating.md).

Network, browser and phone are easy to change, so none of them is trusted alone. `ALL` limits all buyers together.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Scope(StrEnum):
    """The scope in which attempts are counted."""

    NETWORK = "network"  # an IPv4 address, or a /64 of IPv6
    BROWSER = "browser"  # a browser, or a signed-in person
    PHONE = "phone"  # as it was typed
    ALL = "all"


@dataclass(frozen=True)
class Limit:
    """At most `settings.ORDER_LIMITS[setting]` attempts in `window`; 0 means no limit."""

    setting: str
    refusal: str | Promise
    window: timedelta = timedelta(hours=1)

    @property
    def most(self) -> int:
        return settings.ORDER_LIMITS[self.setting]


WHAT_TO_DO = _("Vui lòng chờ rồi thử lại, hoặc gọi thẳng người bán; số điện thoại ở trang của họ.")

CART_CHANGES = {
    Scope.NETWORK: Limit("cart_changes_per_network", _("Mạng bạn đang dùng đổi giỏ hàng quá nhiều lần trong một giờ.")),
    Scope.BROWSER: Limit("cart_changes_per_browser", _("Bạn đổi giỏ hàng quá nhiều lần trong một giờ.")),
    Scope.ALL: Limit("cart_changes_in_all", _("Chợ đang quá đông người mua.")),
}
PLACINGS = {
    Scope.NETWORK: Limit("placings_per_network", _("Mạng bạn đang dùng đã đặt quá nhiều đơn trong một giờ.")),
    Scope.BROWSER: Limit("placings_per_browser", _("Bạn đã đặt quá nhiều đơn trong một giờ.")),
    Scope.PHONE: Limit("placings_per_phone", _("Số điện thoại này đã đặt quá nhiều đơn trong một giờ.")),
    Scope.ALL: Limit("placings_in_all", _("Chợ đang quá đông người mua.")),
}


def unproven_orders() -> int:
    """How many open, unproven cash orders one phone may have; 0 means no limit."""
    return settings.ORDER_LIMITS["unproven_orders_per_phone"]


def unproven_share(on_hand: int) -> int:
    """How much of a variant all unproven cash orders together may reserve: a share of the stock, at least one pack."""
    return max(1, on_hand * settings.ORDER_LIMITS["unproven_stock_percent"] // 100)


def unproven_hold_time() -> timedelta:
    """How long an unproven cash order reserves its goods."""
    return timedelta(hours=settings.ORDER_LIMITS["unproven_hours"])


CART_KEPT = timedelta(days=30)  # since it was last changed
