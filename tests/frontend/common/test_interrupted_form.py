"""A form sent after its session ended is kept, for its own person only."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from catalog.models import Product
from core.http.limits import BodyLimits
from orders.models import Checkout
from tests.factories import PASSWORD, make_user
from tests.frontend.shop.helpers import add, sheet, text, words
from tests.market import Market

pytestmark = pytest.mark.django_db


def enter(browser: Client, user: User, **more: str):
    return browser.post(reverse("account:sign-in"), {"identifier": user.phone, "password": PASSWORD, **more})


@pytest.fixture
def manager(client: Client, market: Market) -> Client:
    """The manager's browser, whose session has just ended."""
    User.objects.filter(pk=market.manager.pk).update(phone="0911111111")
    market.manager.refresh_from_db()
    enter(client, market.manager)
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    return client


def typed() -> dict[str, object]:
    photo = SimpleUploadedFile("xoai.jpg", b"not a photo at all", "image/jpeg")
    return {"name": "Xoài tượng vườn nhà", "price": "nhiều", "photos": photo, "publish": "1"}


def test_stored_form_with_photo_is_submitted_after_sign_in(manager: Client, market: Market) -> None:
    before = Product.objects.count()
    address = reverse("seller:new-product")
    away = manager.post(address, typed())
    assert away.headers["Location"] == f"/dang-nhap/?next={reverse('account:interrupted-form')}"
    assert "Những gì bạn vừa điền vẫn còn" in words(manager.get(away.headers["Location"]))
    to = enter(manager, market.manager, next=reverse("account:interrupted-form")).headers["Location"]
    assert to == reverse("account:interrupted-form")
    assert "3 ô đã điền và 1 tệp ảnh" in words(manager.get(to))
    again = manager.post(to, {"action": "send"})
    assert again.status_code == 422  # as without the interruption: the price is not a number
    assert 'value="Xoài tượng vườn nhà"' in text(again)
    assert 'value="nhiều"' in text(again)
    assert Product.objects.count() == before
    assert manager.get(to).headers["Location"] == reverse("account:home")  # sent once


def test_htmx_request_is_redirected_to_sign_in(manager: Client) -> None:
    answer = manager.post(reverse("seller:new-product"), typed(), headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith("/dang-nhap/?next=")


def test_stored_form_is_not_shown_to_another_user(manager: Client, market: Market) -> None:
    manager.post(reverse("seller:new-product"), typed())
    other = make_user(phone="0922222222")
    enter(manager, other)
    assert manager.get(reverse("account:interrupted-form")).headers["Location"] == reverse("account:home")
    assert "kept_form" not in manager.session


def test_stored_form_can_be_discarded(manager: Client, market: Market) -> None:
    manager.post(reverse("seller:new-product"), typed())
    enter(manager, market.manager)
    assert "Đã bỏ những gì điền dở." in words(
        manager.post(reverse("account:interrupted-form"), {"action": "discard"}, follow=True)
    )
    assert "kept_form" not in manager.session


def test_form_of_a_guest_is_not_stored(client: Client, market: Market) -> None:
    answer = client.post(reverse("seller:new-product"), typed())
    assert answer.headers["Location"] == f"/dang-nhap/?next={reverse('seller:new-product')}"
    assert "kept_form" not in client.session


def test_checkout_form_is_submitted_after_sign_in(client: Client, market: Market) -> None:
    anna = make_user(phone="0933333333")
    enter(client, anna)
    add(client, market.mango, 1)
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    away = client.post(reverse("shop:checkout"), sheet())
    assert away.headers["Location"].startswith("/dang-nhap/")
    enter(client, anna)
    assert client.post(reverse("account:interrupted-form"), {"action": "send"}).headers["Location"] == reverse(
        "shop:review"
    )
    assert Checkout.objects.get().buyer_name == "Nguyễn Thị Hoa"


def test_large_bodies_are_read_only_with_a_recent_session_cookie(manager: Client) -> None:
    address = {"PATH_INFO": reverse("seller:new-product")}
    cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in manager.cookies.items())
    limit = BodyLimits()
    assert limit(address | {"HTTP_COOKIE": cookies}, 5_000_000) > 5_000_000
    assert limit(address | {"HTTP_COOKIE": "choxa_last_person=forged:1:x"}, 5_000_000) < 5_000_000
