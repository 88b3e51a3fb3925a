"""Access to the back office: sign-in first, then a scope, and only within it."""

import inspect
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from frontend.office.urls import urlpatterns

pytestmark = pytest.mark.django_db
PAGES = ["figures", "province", "verification", "money", "audit", "figures-csv", "parts-csv"]


@pytest.mark.parametrize("page", PAGES)
def test_guests_are_sent_to_sign_in(page: str) -> None:
    answer = Client().get(reverse(f"office:{page}"))

    assert answer.status_code == 302
    assert answer["Location"] == f"/dang-nhap/?next={reverse(f'office:{page}')}"


@pytest.mark.parametrize("page", PAGES)
def test_buyer_is_directed_to_the_shop(client_as, page: str) -> None:
    answer = client_as("buyer").get(reverse(f"office:{page}"))

    assert answer.status_code == 403
    assert "Bạn không có quyền xem trang này" in answer.content.decode()
    assert 'href="/"' in answer.content.decode()


@pytest.mark.parametrize("role", ["commune", "province"])
@pytest.mark.parametrize("page", ["money", "audit"])
def test_operator_pages_are_refused_to_officials(client_as, role: str, page: str) -> None:
    answer = client_as(role).get(reverse(f"office:{page}"))

    assert answer.status_code == 403
    assert "chỉ dành cho đơn vị vận hành" in answer.content.decode()


def _operator_addresses() -> Iterator[tuple[str, str]]:
    """(method, address) of every page and action of the back office except figures and verification."""
    for subject in urlpatterns:
        assert isinstance(subject, URLResolver)
        for pattern in subject.url_patterns:
            assert isinstance(pattern, URLPattern)
            module = inspect.unwrap(pattern.callback).__module__
            if not module.startswith(("frontend.office.figures", "frontend.office.verification")):
                address = _address(pattern)
                yield from (("get", address), ("post", address))


def _address(pattern: URLPattern) -> str:
    """Arguments that match no object: a person without access must not learn even that."""
    like = {"DayConverter": date(2026, 11, 1), "IntConverter": 2026}
    kinds = pattern.pattern.converters.items()
    return reverse(f"office:{pattern.name}", kwargs={n: like.get(type(kind).__name__, "2026-10") for n, kind in kinds})


@pytest.mark.parametrize("role", ["buyer", "commune", "province"])
def test_every_operator_address_is_refused_to_other_roles(client_as, role: str) -> None:
    browser, addresses = client_as(role), list(_operator_addresses())
    assert len(addresses) > 100
    open_to_them = [
        (method, address, status)
        for method, address in addresses
        if (status := getattr(browser, method)(address).status_code) not in (403, 405)
    ]
    assert open_to_them == []


def test_commune_is_refused_province_and_neighbours(market, client_as) -> None:
    officer = client_as("commune")

    assert officer.get(reverse("office:province")).status_code == 403
    for name in ("figures", "figures-csv", "parts-csv"):
        assert officer.get(reverse(f"office:{name}"), {"noi": "30112"}).status_code == 403
        assert officer.get(reverse(f"office:{name}"), {"noi": "82"}).status_code == 403
    for name in ("indicator", "rows-csv"):
        assert officer.get(reverse(f"office:{name}", args=["active_sellers"]), {"noi": "82"}).status_code == 403


def test_province_is_refused_other_provinces(market, client_as) -> None:
    official = client_as("province")

    assert official.get(reverse("office:figures"), {"noi": "30112"}).status_code == 200
    for code in ("26740", "79", "30121", "nonsense", "=1"):
        assert official.get(reverse("office:figures"), {"noi": code}).status_code == 403


def test_pages_are_not_cached(market, client_as) -> None:
    assert "no-store" in client_as("commune").get(reverse("office:figures"))["Cache-Control"]
