"""Kept pages: who gets one, who fills one, and when it ends."""

import gzip
from datetime import datetime, timedelta
from http.cookies import SimpleCookie

import psycopg
import pytest
from django.test import Client

from accounts.models import User
from catalog.models import Certificate, Product, Variant
from core import clock
from core.response_cache import middleware
from core.response_cache.listener import Listener
from tests.core.response_cache.conftest import until
from tests.databases import admin
from tests.market import find
from tests.sessions import sign_in

pytestmark = [
    pytest.mark.usefixtures("market_database", "listener"),
    pytest.mark.django_db(transaction=True),
]


def get(path: str = "/", **headers: str):
    """A guest's answer, by a browser without cookies."""
    return Client().get(path, headers=headers)


def cached() -> int:
    return len(middleware.store)


def product_path() -> str:
    product = find().mango.product
    return f"/hang/{product.slug}-{product.pk}/"


def test_second_guest_gets_the_cached_page_without_a_statement(django_assert_num_queries) -> None:
    for path in ("/", "/tim", product_path(), f"/nguoi-ban/{find().household.slug}/", "/chinh-sach/doi-tra/"):
        first = get(path)
        with django_assert_num_queries(0):
            again = get(path)
        assert (again.status_code, again.content) == (200, first.content)
        assert again.headers == first.headers


def test_change_that_is_committed_ends_the_page(informed) -> None:
    path = product_path()
    get(path)
    Product.objects.update(summary="Chín cây, ngọt đậm")
    informed()
    assert "Chín cây, ngọt đậm" in get(path).content.decode()


def test_unchanged_scope_keeps_its_pages(informed, django_assert_num_queries) -> None:
    get("/chinh-sach/doi-tra/")
    Product.objects.update(summary="khác")
    informed()
    with django_assert_num_queries(0):
        get("/chinh-sach/doi-tra/")


def test_page_has_no_token_and_sets_no_cookie() -> None:
    page = get(product_path())
    assert b"csrfmiddlewaretoken" not in page.content
    assert not page.cookies


def test_signed_in_person_neither_gets_nor_fills_a_cached_page() -> None:
    get("/")
    client = Client()
    sign_in(client, User.objects.get(full_name="Trần Văn Quản"))
    assert "Đăng xuất" in client.get("/").content.decode()
    assert cached() == 1
    client.get("/tim")
    assert cached() == 1
    assert "Đăng xuất" not in get("/").content.decode()


@pytest.mark.parametrize("cookie", ["choxa_cart", "choxa_place", "choxa_messages", "choxa_csrf", "choxa_unknown"])
def test_browser_with_a_cookie_of_ours_fills_nothing(cookie: str) -> None:
    client = Client()
    client.cookies[cookie] = "x"
    assert b"csrfmiddlewaretoken" in client.get("/").content
    assert cached() == 0


def test_cookie_of_another_program_on_this_host_does_not_matter() -> None:
    client = Client()
    client.cookies["theme"] = "dark"
    client.get("/")
    assert cached() == 1


def test_two_languages_are_cached_apart() -> None:
    english = Client(headers={"cookie": "choxa_language=en"})
    english.cookies = SimpleCookie("choxa_language=en")
    assert 'lang="vi"' in get("/tim").content.decode()
    assert 'lang="en"' in english.get("/tim").content.decode()
    assert 'lang="vi"' in get("/tim").content.decode()
    assert cached() == 2


def test_unknown_parameters_share_the_page_and_are_not_in_it() -> None:
    first = get("/tim?q=xoai&fbclid=abc123")
    assert b"abc123" not in first.content
    assert get("/tim?utm_source=zalo&q=xoai").content == first.content
    assert get("/tim?q=xoai").content == first.content
    assert cached() == 1
    get("/tim?q=sen")
    assert cached() == 2


@pytest.mark.parametrize("query", ["q=%ff", "q=a%00", "khac=%00"])
def test_parameters_that_are_not_text_are_refused_as_before(query: str) -> None:
    assert get(f"/tim?{query}").status_code == 400
    assert cached() == 0


def test_compressed_page_has_the_same_bytes() -> None:
    plain = get("/")
    packed = get("/", **{"accept-encoding": "gzip, br"})
    again = get("/", **{"accept-encoding": "gzip, br"})
    assert packed["Content-Encoding"] == again["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == gzip.decompress(again.content) == plain.content
    assert packed["ETag"] == plain["ETag"]
    assert "Accept-Encoding" in packed["Vary"]


def test_browser_that_has_the_page_gets_304(informed) -> None:
    etag = get("/tim")["ETag"]
    for _time in range(2):
        unchanged = get("/tim", **{"if-none-match": etag})
        assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", etag)
        assert {"Cookie", "HX-Request"} <= {*unchanged["Vary"].split(", ")}
    Product.objects.update(name="Xoài tượng")
    informed()
    assert get("/tim", **{"if-none-match": etag}).status_code == 200


def test_head_is_answered_and_fills_nothing() -> None:
    assert Client().head("/tim").status_code == 200
    assert cached() == 0
    etag = get("/tim")["ETag"]
    assert Client().head("/tim")["ETag"] == etag


def test_errors_and_redirects_are_not_cached() -> None:
    wrong = product_path().replace("xoai", "khac")
    assert [get(path).status_code for path in ("/hang/khong-co-999999/", wrong)] == [404, 301]
    assert cached() == 0


def test_another_host_has_its_own_page() -> None:
    get("/")
    get("/", host="cho.example.vn")
    assert cached() == 2


def test_certificate_ends_at_midnight_in_viet_nam(monkeypatch: pytest.MonkeyPatch) -> None:
    product, officer = find().mango.product, User.objects.first()
    day = clock.today()
    Certificate.objects.create(
        product=product, group=1, stars=4, decision_no="1/QĐ", authority="UBND", issued_on=day - timedelta(days=900),
        expires_on=day, verified_at=clock.now(), verified_by=officer,
    )  # fmt: skip
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), clock.VIETNAM)
    for moment, has_stars in ((midnight - timedelta(seconds=1), True), (midnight, False)):
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        for _time in range(2):
            assert ("OCOP 4 sao" in get(product_path()).content.decode()) is has_stars


def test_nothing_is_cached_while_changes_cannot_be_received(listener: Listener, informed) -> None:
    get("/")
    lost = listener.backend_pid
    real, tries = listener._connect, []

    def refuse() -> "psycopg.Connection":
        tries.append(1)
        raise psycopg.OperationalError("the server closed the connection")

    listener._connect = refuse  # type: ignore[method-assign]
    with admin() as server:
        server.execute("SELECT pg_terminate_backend(%s)", [lost])
    until(lambda: tries)
    assert listener.known() is None
    Product.objects.update(name="Xoài trong lúc mất kết nối")
    assert "Xoài trong lúc mất kết nối" in get("/").content.decode()
    middleware.store.clear()
    get("/")
    assert cached() == 0
    listener._connect = real  # type: ignore[method-assign]
    until(listener.known)
    informed()
    get("/")
    assert cached() == 1


def test_exact_stock_above_the_threshold_is_not_on_the_page(informed) -> None:
    Variant.objects.update(on_hand=60)
    informed()
    first = get(product_path())
    Variant.objects.update(on_hand=40)
    middleware.store.clear()
    assert get(product_path()).content == first.content
