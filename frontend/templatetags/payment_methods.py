"""Who collects the money of an order's payment method, so that no page compares names of providers."""

from django import template

from orders.payment_methods import COLLECTED_BY_PLATFORM, TRANSFERRED_TO_SELLER

register = template.Library()


@register.filter
def collected_by_platform(method: str) -> bool:
    """Whether the platform collects, so that it refunds and passes the seller's share on."""
    return method in COLLECTED_BY_PLATFORM


@register.filter
def transferred_to_seller(method: str) -> bool:
    """Whether the buyer transfers to the seller's own account, so that the seller refunds."""
    return method in TRANSFERRED_TO_SELLER
