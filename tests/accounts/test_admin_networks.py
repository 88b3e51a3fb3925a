"""The admin is served to the configured networks only; everyone else gets a plain 404."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import make_user

PAGES = ["/quan-tri", "/quan-tri/", "/quan-tri/login/", "/quan-tri/accounts/user/", "/quan-tri/nothing/here"]


@pytest.fixture
def admin_client(db: None) -> Client:
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def at(client: Client, page: str, ip: str, **more: str) -> int:
    return client.get(page, REMOTE_ADDR=ip, **more).status_code


@pytest.mark.parametrize(
    ("networks", "ip", "inside"),
    [
        (["any"], "198.51.100.7", True),
        (["203.0.113.0/24", "2001:db8::/48"], "203.0.113.9", True),
        (["203.0.113.0/24", "2001:db8::/48"], "2001:db8:0:5::1", True),
        (["203.0.113.0/24"], "::ffff:203.0.113.9", True),
        (["127.0.0.0/8", "::1"], "127.0.0.1", True),
        (["203.0.113.0/24", "2001:db8::/48"], "203.0.114.9", False),
        (["203.0.113.0/24"], "2001:db8::1", False),
        (["127.0.0.0/8", "::1"], "10.0.0.1", False),
        ([], "127.0.0.1", False),
        (["203.0.113.0/24"], "unknown", False),
    ],
)
def test_admin_opens_from_configured_networks_only(
    admin_client: Client, settings: Any, networks: list[str], ip: str, inside: bool
) -> None:
    settings.ADMIN_NETWORKS = networks
    assert at(admin_client, "/quan-tri/accounts/user/", ip) == (200 if inside else 404)


@pytest.mark.parametrize("page", PAGES)
def test_outside_networks_admin_addresses_are_404_like_unknown_ones(
    admin_client: Client, settings: Any, page: str
) -> None:
    settings.ADMIN_NETWORKS = ["203.0.113.0/24"]
    for client in (admin_client, Client()):
        inside, outside = (
            client.get(page, REMOTE_ADDR="198.51.100.7"),
            client.get("/khong-co", REMOTE_ADDR="198.51.100.7"),
        )
        assert (inside.status_code, inside.templates[0].name) == (404, outside.templates[0].name)
    assert at(admin_client, "/dang-nhap/", "198.51.100.7") == 302


@pytest.mark.parametrize(
    ("forwarded", "status"), [("127.0.0.1", 200), ("198.51.100.7", 404), ("127.0.0.1, 198.51.100.7", 404), (None, 404)]
)
def test_missing_client_address_behind_a_proxy_is_refused(
    admin_client: Client, settings: Any, forwarded: str | None, status: int
) -> None:
    settings.ADMIN_NETWORKS, settings.PROXIES = ["127.0.0.0/8"], 1
    more = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert at(admin_client, "/quan-tri/accounts/user/", "127.0.0.1", **more) == status
    assert User.objects.count() == 1
