"""Security headers of every answer: one table over every address of the shop."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from core.http.headers import ALWAYS, NO_STORE, REVALIDATE
from tests.factories import make_user
from tests.market import find

pytestmark = pytest.mark.django_db
EXAMPLES = {
    "IntConverter": "1",
    "SlugConverter": "x-1",
    "StringConverter": "X1",
    "UUIDConverter": "5b3f0c9e-6d65-4f5c-9a53-6f5b1f6f7a01",
    "PathConverter": "a/b",
}
CACHE_POLICIES = {
    "/": REVALIDATE,
    "/tim": REVALIDATE,
    "/chinh-sach/rieng-tu/": REVALIDATE,
    "/favicon.ico": "public, max-age=86400",
    "/robots.txt": "public, max-age=86400",
}
FOR_A_DAY = {address: policy for address, policy in CACHE_POLICIES.items() if policy.startswith("public")}
EXTRA = ["/healthz", "/media/products/none.webp", "/media/secret", "/static/none.css", "/khong-co", "/v1", "/a%00b"]


def addresses(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    """An example of every address; addresses with regular expressions have their own tests."""
    for pattern in patterns:
        text = str(pattern.pattern)
        if "^" in text or "\\" in text:
            continue
        for name, converter in pattern.pattern.converters.items():
            text = text.replace(f"<{converter_name(text, name)}{name}>", EXAMPLES.get(type(converter).__name__, "x1"))
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, before + text)
        else:
            yield before + text


def converter_name(text: str, name: str) -> str:
    return text.split(f"{name}>")[0].rpartition("<")[2]


ALL = sorted({*addresses(get_resolver().url_patterns), *EXTRA, *CACHE_POLICIES})


def test_table_covers_every_site() -> None:
    rooms = {address.split("/")[1] for address in ALL}
    assert {
        "gio",
        "dat-hang",
        "don",
        "tai-khoan",
        "ban-hang",
        "co-quan",
        "quan-tri",
        "payments",
        "graphql",
        "v1",
    } <= rooms
    assert len(ALL) > 150


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_answer_has_the_security_headers(method: str) -> None:
    client = Client(raise_request_exception=False)
    lacking, policies, without_charset, indexed = [], {}, [], set()
    for address in ALL:
        answer = getattr(client, method)(address)
        lacking += [f"{address}: {name}" for name in ALWAYS if not answer.headers.get(name)]
        kind = answer.headers.get("Content-Type", "")
        if answer.content and re.match(r"text/|\S+(javascript|xml)\b", kind) and "charset=utf-8" not in kind:
            without_charset.append(f"{address}: {kind}")
        if "no-store" not in answer.headers["Cache-Control"]:
            policies[address] = answer.headers["Cache-Control"]
        if "noindex" not in answer.headers.get("X-Robots-Tag", ""):
            indexed.add(address)
    assert (lacking, without_charset) == ([], [])
    assert policies == (CACHE_POLICIES if method == "get" else {})
    assert indexed == policies.keys()  # search engines may store what browsers may cache, nothing else


def test_pages_of_signed_in_users_are_not_cached() -> None:
    client = Client()
    client.force_login(make_user())
    for address in CACHE_POLICIES.keys() - FOR_A_DAY.keys():
        assert client.get(address).headers["Cache-Control"] == NO_STORE


def test_policies_allow_nothing_unsafe() -> None:
    policy, abilities = ALWAYS["Content-Security-Policy"], ALWAYS["Permissions-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert {"camera=()", "geolocation=()", "microphone=()", "payment=()"} <= set(abilities.split(", "))


@pytest.mark.parametrize("address", ["/healthz", "/tim", "/v1", "/static/none.css", "/media/products/none.webp"])
def test_answers_over_tls_have_hsts(address: str) -> None:
    with override_settings(SECURE_HSTS_SECONDS=31_536_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True):
        answer = Client().get(address, secure=True)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
        assert "Strict-Transport-Security" not in Client().get(address).headers


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT"])
@pytest.mark.parametrize("address", ["/", "/healthz", "/v1/refunds", "/graphql/", "/payments/vnpay/ipn"])
def test_methods_that_echo_are_refused(method: str, address: str) -> None:
    answer = Client().generic(method, address, headers={"Authorization": "Bearer secret"})
    assert (answer.status_code, answer.content) == (405, b"")
    assert answer.headers["Allow"] == "GET, HEAD, POST, DELETE, OPTIONS"
    assert [name for name in ALWAYS if name not in answer.headers] == []


@pytest.mark.parametrize("address", ["/v1", "/v1/refunds", "/graphql/", "/payments/vnpay/ipn", "/payments/feeds/a/b"])
def test_machine_clients_are_not_redirected_to_tls(address: str) -> None:
    with override_settings(SECURE_SSL_REDIRECT=True):
        for method in ("get", "head", "post"):
            assert getattr(Client(), method)(address).status_code == 403
        assert Client().get("/payments/vietqr/pi_x/y.svg").status_code == 301  # an image embedded in a page
        assert Client().get("/v12").status_code == 301


@pytest.mark.parametrize("address", ["/gio/them", "/dang-nhap/", "/graphql/", "/v1/refunds"])
def test_form_without_tls_is_refused_and_a_page_redirected(address: str) -> None:
    with override_settings(SECURE_SSL_REDIRECT=True, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        posted = Client().post(address, {"a": "b"})
        assert (posted.status_code, "https://" in posted.text) == (403, True)
        redirect = Client().get("/")
        assert (redirect.status_code, redirect.headers["Location"]) == (301, "https://testserver/")
        through = Client().post(address, {"a": "b"}, headers={"X-Forwarded-Proto": "https"})
        assert (through.status_code, through.headers.get("Location", "")[:5]) != (403, "https")


@pytest.mark.parametrize(("secure", "prefix"), [(False, ""), (True, "__Host-")])
def test_cookies_have_the_host_prefix_under_https(market_database: None, db: None, secure: bool, prefix: str) -> None:
    market = find()
    names = {"choxa_session", "choxa_csrf", "choxa_language", "choxa_cart", "choxa_place", "choxa_orders"}
    changed = {f"{kind}_COOKIE_NAME": f"{prefix}choxa_{kind.lower()}" for kind in ("SESSION", "CSRF", "LANGUAGE")}
    changed |= {f"{kind}_COOKIE_SECURE": secure for kind in ("SESSION", "CSRF", "LANGUAGE")}
    goods = {"variant_id": market.mango.pk, "product_id": market.mango.product_id, "quantity": "1"}
    with override_settings(**changed):
        client = Client()
        set_ = dict(client.get("/dang-nhap/", secure=secure).cookies)
        set_ |= client.post("/ngon-ngu", {"language": "en"}, secure=secure).cookies
        set_ |= client.post("/gio/them", goods, secure=secure).cookies
        emptied = client.post("/dang-xuat/", secure=secure).cookies
    assert {"choxa_csrf", "choxa_language", "choxa_cart"} <= {name.removeprefix(prefix) for name in set_}
    for name, morsel in {**set_, **emptied}.items():
        assert name.startswith(prefix)
        assert name.removeprefix(prefix) in names | {"choxa_messages", "choxa_device", "choxa_last_person"}
        assert (morsel["path"], morsel["domain"], bool(morsel["secure"])) == ("/", "", secure)
        assert morsel["samesite"] == "Lax"
        assert bool(morsel["httponly"]) is bool(morsel.value)  # a deleted cookie has only its name


def test_cookie_settings_follow_the_base_url() -> None:
    """For http, as in this run; test_settings.py checks https."""
    assert (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME) == ("choxa_session", "choxa_csrf")


def test_every_cookie_name_comes_from_one_function() -> None:
    """A literal cookie name would lack the prefix under https."""
    sources = [p for room in ("accounts", "frontend", "core") for p in (settings.BASE_DIR / room).rglob("*.py")]
    calls = [(p, call) for p in sources for call in re.findall(r"\.(?:set|delete)_cookie\(\s*([^,]+),", p.read_text())]
    assert len(calls) >= 4
    assert not any(re.search(r"_cookie\([^)]*\bpath=", p.read_text()) for p in sources)  # __Host- requires "/"
    assert [call for call in calls if not re.match(r"cookie_name\(|settings\.\w+_COOKIE_NAME", call[1])] == []
