"""One's own account: a new password, signing out here and everywhere."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import PASSWORD, make_seller, make_user


@pytest.fixture
def user(db: None) -> User:
    return make_user(full_name="Trần Thị Hoa", phone="0912345678")


@pytest.fixture
def phone(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def is_in(client: Client) -> bool:
    return client.get("/tai-khoan/").status_code == 200


def test_guests_are_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/tai-khoan/")["Location"] == "/dang-nhap/?next=/tai-khoan/"


def test_the_page(phone: Client, user: User, django_assert_max_num_queries: Callable) -> None:
    make_seller(manager=user)
    with django_assert_max_num_queries(6):
        page = phone.get("/tai-khoan/").content.decode()
    assert "Trần Thị Hoa" in page
    assert "Đến gian hàng" in page


def test_a_new_password_keeps_this_device_only(phone: Client, user: User) -> None:
    laptop = Client()
    laptop.force_login(user)
    answer = phone.post("/tai-khoan/mat-khau", {"old_password": PASSWORD, "new_password": "xoai-cat-chu-2026"})
    assert answer["Location"] == "/tai-khoan/"
    assert (is_in(phone), is_in(laptop)) == (True, False)
    user.refresh_from_db()
    assert user.check_password("xoai-cat-chu-2026")


def test_a_weak_password_is_told_under_its_field(phone: Client, user: User) -> None:
    answer = phone.post("/tai-khoan/mat-khau", {"old_password": PASSWORD, "new_password": "123"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["new_password"]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_signing_out_everywhere(phone: Client, user: User) -> None:
    laptop = Client()
    laptop.force_login(user)
    assert phone.post("/tai-khoan/dang-xuat-het")["Location"] == "/dang-nhap/"
    assert (is_in(phone), is_in(laptop)) == (False, False)


def test_signing_out_here_leaves_nothing_on_the_phone(phone: Client, user: User) -> None:
    laptop = Client()
    laptop.force_login(user)
    answer = phone.post("/dang-xuat/")
    assert answer["Location"] == "/"
    assert {"choxa_cart", "choxa_place", "choxa_orders"} <= set(answer.cookies)
    assert (is_in(phone), is_in(laptop)) == (False, True)


@pytest.mark.parametrize("address", ["/dang-xuat/", "/tai-khoan/dang-xuat-het"])
def test_a_link_signs_nobody_out(phone: Client, address: str) -> None:
    assert phone.get(address).status_code == 405
    assert is_in(phone)
