"""The client's internet address: for throttles and for the payment gateway."""

import ipaddress

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

    What stands before those is the client's own claim: believed, it would let anyone be anybody.
    """
    hops = [hop.strip() for hop in forwarded.split(",")]
    if proxies <= 0 or len(hops) < proxies:
        return None
    try:
        return str(ipaddress.ip_address(hops[-proxies]))
    except ValueError:
        return None
