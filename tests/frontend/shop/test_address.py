"""Finding one's commune, with and without scripts."""

import pytest
from django.urls import reverse

from frontend.common import cookies
from tests.frontend.shop.helpers import keeps_the_policy, text, words

pytestmark = pytest.mark.django_db


def ask(client, hx=True, **query):
    return client.get(reverse("shop:suggest"), query, headers={"HX-Request": "true"} if hx else {})


def test_communes_of_the_same_folded_name_are_both_listed(client, units):
    part = ask(client, commune="my tho")
    assert "<html" not in text(part)
    assert "Xã Mỹ Thọ, Đồng Tháp" in words(part)
    assert "Phường Mỹ Tho, Đồng Tháp" in words(part)


def test_former_name_is_shown_with_the_new_one(client, units):
    assert "Xã Mỹ Thọ, Đồng Tháp trước là Xã Mỹ Xương" in words(ask(client, commune="mỹ xương"))


def test_communes_are_listed_without_scripts(client, units, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page = ask(client, hx=False, province="82")
    assert "Xã Mỹ Hiệp, Đồng Tháp" in words(page)
    assert keeps_the_policy(page)


@pytest.mark.parametrize(
    "query", [{"commune": "'; --"}, {"province": "x"}, {"commune": "x" * 3000}, {"province": "99"}]
)
def test_any_query_is_answered(client, units, query):
    assert ask(client, **query).status_code == 200
    assert ask(client, hx=False, **query).status_code == 200


def choose(client, **form):
    return client.post(reverse("shop:choose-place"), form)


def test_choice_is_stored_and_redirects_to_next(client, units):
    back = choose(client, commune="Xã Mỹ Hiệp, Đồng Tháp", next="/gio/")
    assert back.headers["Location"] == "/gio/"
    assert cookies.place(back.wsgi_request) is None
    assert client.cookies["choxa_place"].value


def test_ambiguous_name_is_refused(client, units):
    assert "Có nhiều nơi tên như vậy." in words(choose(client, commune="my tho"))


@pytest.mark.parametrize("target", ["https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)"])
def test_foreign_next_address_is_ignored(client, units, target):
    assert choose(client, commune="Xã Mỹ Hiệp, Đồng Tháp", next=target).headers["Location"] == "/"
