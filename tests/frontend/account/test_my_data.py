"""My data: exported after a recent password check, and erased after another one."""

import json
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User
from core import clock
from orders.models import Order, OrderStatus
from tests.factories import PASSWORD, make_user
from tests.market import find
from tests.orders.helpers import place, ready_cart

HERE = "/tai-khoan/du-lieu/"
ERASE = {"password": PASSWORD, "sure": "on"}


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def user(db: None) -> User:
    return make_user(full_name="Trần Thị Hoa", phone="0912345678")


@pytest.fixture
def phone(user: User, client: Client) -> Client:
    client.post("/dang-nhap/", {"identifier": user.phone, "password": PASSWORD})
    return client


@pytest.fixture
def order(market_database: None, user: User) -> Order:
    order = place(ready_cart([(find().mango, 1)], user=user)).orders[0]
    assert order.user == user
    return order


@pytest.mark.parametrize("address", [HERE, f"{HERE}tai-ve", f"{HERE}xoa"])
def test_guests_are_sent_to_sign_in(client: Client, db: None, address: str) -> None:
    answer = client.get(address) if address == HERE else client.post(address)
    assert answer["Location"].startswith("/dang-nhap/")


def test_page_lists_kept_data_in_both_languages(phone: Client) -> None:
    page = phone.get(HERE).content.decode()
    assert "luật thuế buộc lưu" in page
    assert f'href="{HERE}"' in phone.get("/tai-khoan/").content.decode()
    phone.cookies["choxa_language"] = "en"
    assert "My data" in phone.get(HERE).content.decode()


def test_export_holds_the_users_own_data_only(order: Order, phone: Client) -> None:
    other = place(ready_cart([(find().mango, 1)])).orders[0]  # a guest's order with the same phone
    answer = phone.post(f"{HERE}tai-ve")
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["Cache-Control"].find("no-store") >= 0
    reported = json.loads(answer.content)
    assert [one["code"] for one in reported["orders"]["orders"]] == [order.code]
    assert other.code not in answer.content.decode()
    assert PASSWORD not in answer.content.decode()


def test_export_needs_a_recent_password(user: User, client: Client) -> None:
    client.force_login(user)
    answer = client.post(f"{HERE}tai-ve")
    assert answer["Location"] == "/xac-nhan-mat-khau/?next=%2Ftai-khoan%2Fdu-lieu%2F"


@pytest.mark.parametrize("form", [{"password": PASSWORD}, {"sure": "on"}, ERASE | {"password": "sai"}])
def test_erasure_needs_the_password_and_the_confirmation_word(phone: Client, user: User, form: dict[str, str]) -> None:
    assert phone.post(f"{HERE}xoa", form).status_code == 422
    assert User.objects.get(pk=user.pk).erased_at is None


def test_open_order_blocks_erasure_with_an_explanation(order: Order, phone: Client, user: User) -> None:
    answer = phone.post(f"{HERE}xoa", ERASE)
    assert answer.status_code == 422
    assert order.code in answer.content.decode()
    assert User.objects.get(pk=user.pk).erased_at is None


def test_erased_account_is_signed_out_and_seller_page_still_opens(order: Order, phone: Client, user: User) -> None:
    Order.objects.update(status=OrderStatus.CANCELED, charge_status="REFUNDED", paid_at=clock.now())
    answer = phone.post(f"{HERE}xoa", ERASE)
    assert answer["Location"] == "/"
    assert phone.get("/tai-khoan/").status_code == 302
    order.refresh_from_db()
    assert (order.buyer_name, order.phone) == ("Người mua", "")
    assert phone.post("/dang-nhap/", {"identifier": "0912345678", "password": PASSWORD}).status_code == 422
    seller = Client()
    seller.force_login(find().manager)
    for address in ("/ban-hang/don/", f"/ban-hang/don/{order.code}/"):
        page = seller.get(address)
        assert (page.status_code, b"0912345678" in page.content) == (200, False)


def test_erased_order_cannot_be_opened_by_phone(order: Order, phone: Client, client: Client) -> None:
    Order.objects.update(status=OrderStatus.CANCELED)
    phone.post(f"{HERE}xoa", ERASE)
    for number in ("", "0912345678", "0"):
        assert Client().post("/don/", {"code": order.code, "phone": number}).status_code in (404, 422)
