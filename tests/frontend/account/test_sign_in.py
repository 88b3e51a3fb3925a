"""The sign-in page: the landing page of each role, safe redirects, refusals that reveal no account."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import AuditEntry, User
from tests.factories import PASSWORD, make_officer, make_seller, make_user, my_tho
from tests.retry_after import is_wait_within


@pytest.fixture
def buyer(db: None) -> User:
    return make_user(phone="0912345678", email="hoa@example.vn")


def sign_in(client: Client, identifier: str, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    return client.post("/dang-nhap/", {"identifier": identifier, "password": password, **more})


def test_buyer_is_redirected_to_the_shop(client: Client, buyer: User) -> None:
    answer = sign_in(client, "+84 912 345 678")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["home_site"] is None


def test_seller_is_redirected_to_the_workspace(client: Client, db: None) -> None:
    user = make_user()
    make_seller(manager=user)
    assert sign_in(client, str(user.phone))["Location"] == "/ban-hang/"
    assert client.session["home_site"] == {"url": "/ban-hang/", "name": "Bán hàng"}


@pytest.mark.parametrize("role", ["commune", "operator"])
def test_officials_and_operator_are_redirected_to_the_office(client: Client, db: None, role: str) -> None:
    user = make_officer(role, my_tho() if role == "commune" else None)
    assert sign_in(client, str(user.phone))["Location"] == "/co-quan/"


@pytest.mark.parametrize(
    ("expected", "goes"),
    [
        ("/gio/?a=1", "/gio/?a=1"),
        ("https://example.org/", "/"),
        ("//example.org/", "/"),
        ("/\\example.org", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_foreign_next_address_is_ignored(client: Client, buyer: User, expected: str, goes: str) -> None:
    assert sign_in(client, "hoa@example.vn", next=expected)["Location"] == goes


def test_refused_sign_in_keeps_next_and_identifier(client: Client, buyer: User) -> None:
    answer = sign_in(client, "hoa@example.vn", "sai", next="/gio/")
    assert answer.status_code == 422
    assert 'name="next" value="/gio/"' in answer.content.decode()
    assert 'value="hoa@example.vn"' in answer.content.decode()


def test_refused_sign_in_does_not_reveal_who_exists(buyer: User) -> None:
    """The pages differ only in the typed values and the form's token."""
    pages = []
    for identifier in ("0912345678", "0987654321"):
        answer = sign_in(Client(), identifier, "sai")
        token = answer.context["csrf_token"]
        pages.append(answer.content.decode().replace(identifier, "…").replace(str(token), "…"))
        assert answer.status_code == 422
    assert pages[0] == pages[1]
    assert "Số điện thoại, email hoặc mật khẩu chưa đúng." in pages[0]


def test_sixth_wrong_password_is_throttled(client: Client, buyer: User) -> None:
    codes = [sign_in(client, "0912345678", "sai").status_code for _ in range(6)]
    assert codes == [422] * 5 + [429]
    assert is_wait_within(sign_in(client, "0912345678", "sai"), timedelta(minutes=1))


def test_empty_fields_show_what_is_required(client: Client, db: None) -> None:
    page = sign_in(client, "", "").content.decode()
    assert "Vui lòng ghi số điện thoại hoặc email." in page
    assert "Vui lòng ghi mật khẩu." in page


def test_page_needs_no_statement(client: Client, db: None, django_assert_num_queries: Callable) -> None:
    with django_assert_num_queries(0):
        assert client.get("/dang-nhap/").status_code == 200


def test_session_key_changes_at_sign_in(client: Client, buyer: User) -> None:
    client.session.save()
    before = client.session.session_key
    sign_in(client, "0912345678")
    assert client.session.session_key != before


def test_throttled_stranger_does_not_lock_out_the_owners_browser(client: Client, buyer: User) -> None:
    sign_in(client, "0912345678")
    client.post("/dang-xuat/")
    stranger = Client()
    for _ in range(6):
        sign_in(stranger, "0912345678", "sai")
    assert sign_in(stranger, "0912345678").status_code == 429
    assert sign_in(client, "0912345678").status_code == 302
    assert client.cookies["choxa_device"]["httponly"]


def test_sign_in_is_audited_with_network_and_browser(client: Client, buyer: User) -> None:
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1"
    client.post("/dang-nhap/", {"identifier": "0912345678", "password": PASSWORD}, headers={"User-Agent": agent})
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action) == (buyer, "user.sign_in")
    assert entry.after == {"network": "127.0.0.1", "browser": "Safari, iPhone", "factor": "password"}
