"""One browser, several people: stored state belongs to one of them; no one sees or pays with another's."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core import clock
from orders.models import Checkout, CheckoutLine, Order
from tests.factories import PASSWORD, make_user
from tests.frontend.shop.helpers import add, fill, place, text, words
from tests.market import Market

pytestmark = pytest.mark.django_db

PAGES = ("shop:home", "shop:cart", "shop:checkout", "shop:review", "shop:orders")
TYPED = ("Nguyễn Thị Hoa", "0912 345 678", "0912345678", "12 Lê Lai")


@pytest.fixture
def anna(db: None) -> User:
    return make_user(full_name="Trần Thị An", phone="0911111111")


@pytest.fixture
def binh(db: None) -> User:
    return make_user(full_name="Lê Văn Bình", phone="0922222222")


def enter(browser: Client, user: User) -> None:
    """Sign in through the page."""
    answer = browser.post(reverse("account:sign-in"), {"identifier": user.phone, "password": PASSWORD})
    assert answer.status_code == 302, text(answer)


def end_session(browser: Client) -> None:
    """The session expired after inactivity."""
    browser.cookies.pop(settings.SESSION_COOKIE_NAME)


def shown(browser: Client) -> str:
    return " ".join(text(browser.get(reverse(name), follow=True)) for name in PAGES)


def test_ended_session_leaves_no_data_for_the_next_user(client: Client, market: Market, anna: User, binh: User) -> None:
    enter(client, anna)
    add(client, market.mango, 2)
    fill(client)
    placed = place(client)
    assert placed.status_code == 302
    add(client, market.lotus, 1)
    fill(client)
    code = Order.objects.get().code
    assert code in shown(client)
    assert "12 Lê Lai" in shown(client)

    end_session(client)
    for nobodys in ("guest", "binh"):
        if nobodys == "binh":
            enter(client, binh)
        page = shown(client)
        assert not [part for part in (*TYPED, code, "Trần Thị An") if part in page], nobodys
        assert "Giỏ đang trống" in words(client.get(reverse("shop:cart")))
        assert client.get(reverse("shop:payment", args=[code])).status_code == 302

    add(client, market.mango, 1)
    fill(client, buyer_name="Lê Văn Bình", phone="0922222222", street="5 Hùng Vương")
    place(client)
    assert [order.user for order in Order.objects.order_by("created_at")] == [anna, binh]


def test_sign_in_keeps_the_guests_cart_lines_only(client: Client, market: Market, binh: User) -> None:
    add(client, market.lotus, 1)
    fill(client)
    place(client)
    guests = Order.objects.get().code
    add(client, market.mango, 2)
    fill(client)
    enter(client, binh)
    checkout = Checkout.objects.get(placed_at=None)
    assert (checkout.user, checkout.buyer_name, checkout.phone) == (binh, "Lê Văn Bình", "0922222222")
    assert (checkout.shipping_address, checkout.payment_method, checkout.consent_policy) == (None, "", "")
    assert CheckoutLine.objects.get(checkout=checkout).quantity == 2
    page = shown(client)
    assert "Xoài cát Chu" in page
    assert not [part for part in (*TYPED, guests) if part in page]


def test_returning_user_finds_own_cart(client: Client, market: Market, anna: User) -> None:
    enter(client, anna)
    add(client, market.mango, 2)
    end_session(client)
    assert "Giỏ đang trống" in words(client.get(reverse("shop:cart")))
    enter(client, anna)
    assert "Xoài cát Chu" in words(client.get(reverse("shop:cart")))


@pytest.mark.parametrize("door", ["account:sign-out", "account:end-all-sessions"])
def test_sign_out_clears_the_browser(client: Client, market: Market, anna: User, door: str) -> None:
    enter(client, anna)
    client.post(reverse("shop:choose-place"), {"commune": "my tho", "commune_picked_for": "my tho"})
    add(client, market.mango, 2)
    fill(client)
    place(client)
    add(client, market.mango, 1)
    client.post(reverse(door))
    stored = {name for name, cookie in client.cookies.items() if cookie.value and name.startswith("choxa_")}
    assert stored <= {"choxa_csrf", "choxa_device", "choxa_language", "choxa_messages"}
    page = shown(client)
    assert not [part for part in (*TYPED, Order.objects.get().code) if part in page]


def test_session_ended_elsewhere_opens_nothing(client: Client, market: Market, anna: User) -> None:
    enter(client, anna)
    add(client, market.mango, 2)
    fill(client)
    place(client)
    laptop = Client()
    enter(laptop, anna)
    laptop.post(reverse("account:end-all-sessions"))
    code = Order.objects.get().code
    assert client.get(reverse("shop:order", args=[code])).status_code == 302
    assert code not in shown(client)


def test_cookies_expire_with_the_session(client: Client, market: Market) -> None:
    add(client, market.mango, 2)
    assert client.cookies["choxa_cart"]["max-age"] == settings.SESSION_COOKIE_AGE
    old = client.cookies["choxa_cart"].value
    with time_machine.travel(clock.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE + 5)):
        client.cookies["choxa_cart"] = old  # a browser that keeps a deleted cookie
        assert "Giỏ đang trống" in words(client.get(reverse("shop:cart")))


@pytest.mark.parametrize("name", [*PAGES[1:], "account:home"])
def test_personal_pages_are_not_cached(client: Client, market: Market, anna: User, name: str) -> None:
    enter(client, anna)
    add(client, market.mango, 1)
    fill(client)
    assert "no-store" in client.get(reverse(name)).headers["Cache-Control"]
