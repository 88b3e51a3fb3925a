"""Check addresses that clients give us: on the open internet, and none that only we can reach (SSRF).

Every address that a name resolves to must be allowed. The call goes to exactly the checked address, so a name that
resolves to another one later (DNS rebinding) has no effect. This machine's own addresses are allowed in the demo only.
"""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.http.request import validate_host
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.http.client import NoAnswer, within

if TYPE_CHECKING:  # imported with the first address
    import httpx

LONGEST = 500
LOOK_UP_SECONDS = 5.0
_LOW_PORTS = (80, 443)  # below 1024 no other port: mail or file servers take no webhooks
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_IETF = ipaddress.ip_network("192.0.0.0/24")  # for protocols, not for hosts; a cloud keeps its metadata there

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Target:
    """Where a call goes: the address as it was given, and the checked addresses behind its name."""

    url: "httpx.URL"
    addresses: tuple[str, ...]


def check(url: str, *, livemode: bool) -> Target:
    """The target behind an address. Raises DomainError URL_INVALID (field "url") with the reason in words."""
    read = _read(url, livemode=livemode)
    port = read.port or (443 if read.scheme == "https" else 80)
    if not validate_host(read.host, settings.WEBHOOK_HOSTS):
        raise _refused(_("Máy chủ này không có trong danh sách của đơn vị vận hành chợ."))
    found = list(dict.fromkeys(resolve(read.host, port)))
    if not found:
        raise _refused(_("Không tìm thấy máy chủ của địa chỉ này."))
    if not all(may_call(address) for address in found):
        raise _refused(_("Địa chỉ này dẫn vào mạng nội bộ nên không gọi được."))
    return Target(read, tuple(found))


def _read(url: str, *, livemode: bool) -> "httpx.URL":
    import httpx

    if len(url) > LONGEST:
        raise _refused(_("Địa chỉ dài quá 500 ký tự."))
    try:
        read = httpx.URL(url)
        port = read.port
    except (httpx.InvalidURL, ValueError) as error:
        raise _refused(_("Địa chỉ này không hợp lệ.")) from error
    if read.scheme not in (("https",) if livemode else ("https", "http")):
        raise _refused(_("Địa chỉ phải bắt đầu bằng https://."))
    if not read.host or (port is not None and port > 65_535):
        raise _refused(_("Địa chỉ này không hợp lệ."))
    if read.userinfo:
        raise _refused(_("Địa chỉ không được chứa tên đăng nhập hay mật khẩu."))
    if port is not None and port < 1024 and port not in _LOW_PORTS:
        raise _refused(_("Cổng của địa chỉ phải là 80, 443 hoặc từ 1024 trở lên."))
    return read


def _resolve(host: str, port: int) -> list[str]:
    """Every address of a name, as this machine resolves it within a few seconds; [] where there is none."""
    try:
        answers = within(LOOK_UP_SECONDS, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError, NoAnswer):
        return []
    return [str(answer[4][0]) for answer in answers]


resolve: Callable[[str, int], list[str]] = _resolve


def may_call(address: str) -> bool:
    """Whether a resolved address may be called."""
    try:
        ip = _unwrapped(ipaddress.ip_address(address))
    except ValueError:
        return False  # "fe80::1%eth0": valid on this network only
    if is_ours(ip):
        return not settings.PRODUCTION
    return is_public(ip)


def is_public(ip: IpAddress) -> bool:
    """Whether it is on the open internet: not private, link-local (the clouds' metadata), shared, reserved or
    multicast.
    """
    site_local = isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local
    apart = ip.is_multicast or ip.is_reserved or ip.is_unspecified or site_local or ip in _IETF
    return ip.is_global and not apart


def is_ours(ip: IpAddress) -> bool:
    """Whether it is an address of this machine: only such an address can be bound."""
    if ip.is_loopback:
        return True
    if ip.is_unspecified or ip.is_multicast or ip.is_link_local or ip.is_reserved:
        return False
    family = socket.AF_INET if ip.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((str(ip), 0))
    except OSError:
        return False
    return True


def _unwrapped(ip: IpAddress) -> IpAddress:
    """The IPv4 address inside an IPv6 address that embeds one."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if inside := ip.ipv4_mapped or ip.sixtofour:
        return inside
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip


def _refused(message: str | Promise) -> DomainError:
    return DomainError(message, code="URL_INVALID", field="url")
