"""The client's address: forged headers are not trusted."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from core.addresses import behind_proxies, network
from core.middleware import ClientAddressMiddleware


@pytest.mark.parametrize(
    ("ip", "expected"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_network_of_an_address_is_shortened(ip: str, expected: str) -> None:
    assert network(ip) == expected


@pytest.mark.parametrize(
    ("forwarded", "proxies", "expected"),
    [
        ("203.0.113.7", 0, None),
        ("203.0.113.7", 1, "203.0.113.7"),
        ("1.1.1.1, 203.0.113.7", 1, "203.0.113.7"),  # the first one is sent by the client
        ("1.1.1.1, 203.0.113.7, 10.0.0.2", 2, "203.0.113.7"),
        ("203.0.113.7", 2, None),
        ("", 1, None),
        ("nonsense", 1, None),
        ("1.1.1.1, 2001:db8::1", 1, "2001:db8::1"),
    ],
)
def test_client_address_is_read_behind_proxies(forwarded: str, proxies: int, expected: str | None) -> None:
    assert behind_proxies(forwarded, proxies) == expected


@pytest.mark.parametrize(("proxies", "expected"), [(0, "10.0.0.2"), (1, "203.0.113.7")])
def test_request_has_the_address_reported_by_the_own_proxy(proxies: int, expected: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR="1.1.1.1, 203.0.113.7")
    seen: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    with override_settings(PROXIES=proxies):
        ClientAddressMiddleware(answer)(request)
    assert seen == [expected]
