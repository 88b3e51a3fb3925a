"""The client's internet address: for throttles and for the payment gateway."""

import ipaddress
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"


def network(ip: str) -> str:
    """The network that one customer has: an IPv4 address, or a /64 of IPv6, since a device may use all of it."""
    try:
        address = ipaddress.ip_address(ip.split("%")[0])
    except ValueError:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address)


def behind_proxies(forwarded: str, proxies: int) -> str | None:
    """The client's address in X-Forwarded-For, `proxies` of ours having each added one at its end; None if it has none.

    The entries before those are claims of the client and must not be trusted.
    """
    hops = [hop.strip() for hop in forwarded.split(",")]
    if proxies <= 0 or len(hops) < proxies:
        return None
    try:
        return str(ipaddress.ip_address(hops[-proxies]))
    except ValueError:
        return None


def is_from(request: HttpRequest, networks: Iterable[str]) -> bool:
    """Whether the request comes from one of the networks; False if our proxy did not name the client's address."""
    forwarded = behind_proxies(request.headers.get("X-Forwarded-For", ""), settings.PROXIES)
    if settings.PROXIES and forwarded is None:  # the address is the proxy's own
        return False
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "").split("%")[0])
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in ipaddress.ip_network(one, strict=False) for one in networks)
