"""Every address answers 405 to a method that it does not support, before asking for a sign-in."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

_SAMPLES = {"DayConverter": date(2026, 11, 1), "IntConverter": 2026}


def _addresses(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern, pattern.app_name or namespace)
        elif isinstance(pattern, URLPattern) and pattern.name:
            converters = pattern.pattern.converters.items()
            kwargs = {name: _SAMPLES.get(type(one).__name__, "2026-10") for name, one in converters}
            yield reverse(f"{namespace}:{pattern.name}" if namespace else pattern.name, kwargs=kwargs)


ADDRESSES = sorted(set(_addresses(get_resolver("frontend.urls"))))


def test_addresses_of_all_sites_are_tested() -> None:
    assert len(ADDRESSES) > 170


@pytest.mark.parametrize("address", ADDRESSES)
def test_unsupported_methods_are_405(client: Client, address: str) -> None:
    """No table is read: everyone gets the same answer."""
    answer = client.options(address)
    assert answer.status_code == 405
    taken = set(answer["Allow"].split(", "))
    assert taken <= {"GET", "HEAD", "POST"}
    for method in {"GET", "POST"} - taken:
        assert getattr(client, method.lower())(address).status_code == 405
