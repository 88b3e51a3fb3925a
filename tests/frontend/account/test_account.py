"""The account page: changing the password, signing out here and everywhere."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import AuditEntry, User
from accounts.services.record_audit import reference
from tests.factories import PASSWORD, make_seller, make_user
from tests.sessions import age, sign_in


@pytest.fixture
def user(db: None) -> User:
    return make_user(full_name="Trần Thị Hoa", phone="0912345678")


@pytest.fixture
def phone(user: User) -> Client:
    return sign_in(Client(), user)


def is_in(client: Client) -> bool:
    return client.get("/tai-khoan/").status_code == 200


def test_guests_are_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/tai-khoan/")["Location"] == "/dang-nhap/?next=/tai-khoan/"


def test_page_shows_the_name_and_a_link_to_the_workspace(
    phone: Client, user: User, django_assert_max_num_queries: Callable
) -> None:
    make_seller(manager=user)
    with django_assert_max_num_queries(8):
        page = phone.get("/tai-khoan/").content.decode()
    assert "Trần Thị Hoa" in page
    assert "Đến gian hàng" in page


def test_new_password_ends_all_other_sessions(phone: Client, user: User) -> None:
    laptop = Client()
    laptop.force_login(user)
    answer = phone.post("/tai-khoan/mat-khau", {"old_password": PASSWORD, "new_password": "xoai-cat-chu-2026"})
    assert answer["Location"] == "/tai-khoan/"
    assert (is_in(phone), is_in(laptop)) == (True, False)
    user.refresh_from_db()
    assert user.check_password("xoai-cat-chu-2026")


def test_weak_password_is_explained_under_its_field(phone: Client, user: User) -> None:
    answer = phone.post("/tai-khoan/mat-khau", {"old_password": PASSWORD, "new_password": "123"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["new_password"]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_sign_out_everywhere_ends_every_session(phone: Client, user: User) -> None:
    laptop = Client()
    laptop.force_login(user)
    assert phone.post("/tai-khoan/dang-xuat-het")["Location"] == "/dang-nhap/"
    assert (is_in(phone), is_in(laptop)) == (False, False)


def test_sign_out_deletes_cookies_and_keeps_other_devices(phone: Client, user: User) -> None:
    laptop = Client()
    laptop.force_login(user)
    answer = phone.post("/dang-xuat/")
    assert answer["Location"] == "/"
    assert {"choxa_cart", "choxa_place", "choxa_orders"} <= set(answer.cookies)
    assert (is_in(phone), is_in(laptop)) == (False, True)


@pytest.mark.parametrize("address", ["/dang-xuat/", "/tai-khoan/dang-xuat-het", "/tai-khoan/dang-xuat/abc"])
def test_sign_out_by_get_is_refused(phone: Client, address: str) -> None:
    assert phone.get(address).status_code == 405
    assert is_in(phone)


def test_open_sessions_are_listed_and_ended_one_by_one(phone: Client, user: User) -> None:
    laptop = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/133.0"})
    laptop.post("/dang-nhap/", {"identifier": "0912345678", "password": PASSWORD})
    stranger = sign_in(Client(), make_user())
    page = phone.get("/tai-khoan/")
    here, there = sorted(page.context["sessions"], key=lambda one: not one.is_here)
    assert (here.is_here, there.is_here) == (True, False)
    assert (there.browser, there.network) == ("Firefox, Windows", "127.0.0.1")
    text = page.content.decode()
    assert text.count("/tai-khoan/dang-xuat/") == 1
    assert laptop.session.session_key not in text
    stranger.post(f"/tai-khoan/dang-xuat/{there.id}")
    assert is_in(laptop)
    assert phone.post(f"/tai-khoan/dang-xuat/{there.id}")["Location"] == "/tai-khoan/"
    assert (is_in(phone), is_in(laptop)) == (True, False)
    assert AuditEntry.objects.filter(actor=user, action="user.end_session").count() == 1


def test_the_last_twenty_sign_ins_are_shown(phone: Client, user: User) -> None:
    for n in range(21):
        AuditEntry.objects.create(
            action="user.sign_in_failed", object_ref=reference(user), after={"network": f"198.51.100.{n}"}
        )
    page = phone.get("/tai-khoan/").content.decode()
    assert "198.51.100.20" in page
    assert "198.51.100.1<" in page
    assert "198.51.100.0<" not in page


@pytest.mark.parametrize("address", ["/tai-khoan/dang-xuat-het", "/tai-khoan/dang-xuat/abc"])
def test_ending_sessions_asks_for_the_password_again(phone: Client, address: str) -> None:
    age(phone)
    assert phone.post(address)["Location"] == "/xac-nhan-mat-khau/?next=%2Ftai-khoan%2F"
    assert is_in(phone)
