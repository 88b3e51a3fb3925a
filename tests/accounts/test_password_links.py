"""One-time password links: single use, valid for 72 hours, stored as a hash."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from accounts.models import AuditEntry, PasswordLink, SecurityNotice, User
from accounts.services.make_password_link import make_password_link
from accounts.services.note_foreign_password import note_foreign_password
from accounts.services.notify_person import notify_person
from core.errors import DomainError
from tests.factories import PASSWORD, make_officer, make_user, my_tho

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
NEW = "cau tre lac leo 26"


@pytest.fixture
def newcomer(db: None) -> User:
    return make_user(phone="0912345678", password=None)


PAGE = "/dat-mat-khau/"


def path(link: str) -> str:
    return link.removeprefix("http://127.0.0.1:8000")


def test_new_user_sets_a_password_once(newcomer: User, client: Client) -> None:
    operator = make_officer("operator")
    link = path(make_password_link(user=newcomer, actor=operator))
    opened = client.get(link)
    assert (opened.status_code, opened["Location"]) == (302, PAGE)
    cookie = opened.cookies["choxa_password_link"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 1800)
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, {"password": NEW})["Location"] == "/dang-nhap/"
    newcomer.refresh_from_db()
    assert newcomer.check_password(NEW)
    assert "_auth_user_id" not in client.session  # following the link alone changes nothing
    assert "choxa_password_link" not in {name for name, cookie in client.cookies.items() if cookie.value}
    assert (client.get(link).status_code, client.post(PAGE, {"password": NEW + "x"}).status_code) == (404, 404)
    assert list(AuditEntry.objects.order_by("pk").values_list("actor", "action")) == [
        (operator.pk, "user.make_password_link"),
        (newcomer.pk, "user.use_password_link"),
    ]
    assert not SecurityNotice.objects.exists()


def test_only_the_hash_of_a_link_is_stored(newcomer: User) -> None:
    token = make_password_link(user=newcomer, actor=None).rsplit("/", 1)[1]
    assert len(token) == 43
    assert token not in str(PasswordLink.objects.values().get())


def test_weak_password_leaves_the_link_valid(newcomer: User, client: Client) -> None:
    link = path(make_password_link(user=newcomer, actor=None))
    client.get(link)
    assert client.post(PAGE, {"password": "0912345678"}).status_code == 422
    assert client.post(PAGE, {"password": ""}).status_code == 422
    assert client.post(PAGE, {"password": NEW}).status_code == 302


def test_link_ends_after_72_hours_or_with_the_next_one(newcomer: User, client: Client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        first = path(make_password_link(user=newcomer, actor=None))
        assert client.get(first).status_code == 302
        second = path(make_password_link(user=newcomer, actor=None))
        assert (client.get(first).status_code, client.post(PAGE, {"password": NEW}).status_code) == (404, 404)
        clock.shift(timedelta(hours=71.9))
        assert client.get(second).status_code == 302
        clock.shift(timedelta(hours=0.1))
        assert (client.get(second).status_code, client.post(PAGE, {"password": NEW}).status_code) == (404, 404)
    newcomer.refresh_from_db()
    assert not newcomer.has_usable_password()


@pytest.mark.parametrize("token", ["x", "%00", "a" * 43, "một-hai"])
def test_unknown_link_is_not_found(token: str, db: None, client: Client) -> None:
    assert client.get(f"/dat-mat-khau/{token}").status_code == 404


def test_link_for_a_user_with_a_password_is_refused(db: None) -> None:
    user, operator = make_user(), make_officer("operator", is_superuser=True)
    with pytest.raises(DomainError) as caught:
        make_password_link(user=user, actor=operator)
    assert caught.value.code == "HAS_PASSWORD"
    with pytest.raises(DomainError) as caught:
        make_password_link(user=make_user(password=None), actor=make_officer("commune", my_tho()))
    assert caught.value.code == "PERMISSION_DENIED"
    assert not PasswordLink.objects.exists()


def test_link_from_the_shell_notifies_the_password_holder(db: None, capsys: pytest.CaptureFixture) -> None:
    user = make_user(phone="0912345678")
    call_command("password_link", "0912 345 678")
    assert "/dat-mat-khau/" in capsys.readouterr().out
    assert SecurityNotice.objects.get().user == user


def test_password_set_by_another_user_must_be_changed_first(db: None, client: Client) -> None:
    user = make_user(phone="0912345678", is_staff=True, is_superuser=True)
    note_foreign_password(user=user)
    answer = client.post("/dang-nhap/", {"identifier": "0912345678", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/tai-khoan/"
    page = answer.content.decode()
    assert "Mật khẩu của bạn do người khác đặt" in page
    assert page.count("Người khác đã đặt mật khẩu cho bạn lúc") == 1
    for address in ("/", "/don/", "/ban-hang/", "/co-quan/", "/quan-tri/", "/quan-tri/accounts/user/"):
        assert client.get(address)["Location"] == "/tai-khoan/"
    mutation = f'mutation {{ tokenCreate(email: "0912345678", password: "{PASSWORD}") {{ token errors {{ code }} }} }}'
    answer = client.post("/graphql/", {"query": mutation}, content_type="application/json").json()["data"][
        "tokenCreate"
    ]
    assert answer == {"token": None, "errors": [{"code": "ACCOUNT_NOT_READY"}]}
    changed = client.post("/tai-khoan/mat-khau", {"old_password": PASSWORD, "new_password": "cau-tre-lac-leo-2026"})
    assert changed["Location"] == "/tai-khoan/"
    assert client.get("/don/").status_code == 200


@pytest.mark.parametrize("destination", ["/tai-khoan/", "/don/", ""])
def test_notice_is_shown_once_after_sign_in(db: None, client: Client, destination: str) -> None:
    user = make_user(phone="0912345678")
    notify_person(user, "user.make_password_link")
    sent = {"identifier": "0912345678", "password": PASSWORD, "next": destination}
    page = client.post("/dang-nhap/", sent, follow=True).content.decode()
    assert page.count("Đơn vị vận hành đã tạo liên kết đặt lại mật khẩu của bạn lúc") == 1


def test_unread_notice_is_kept(db: None, client: Client) -> None:
    user = make_user()
    note_foreign_password(user=user)
    client.force_login(User.objects.get())
    assert "Người khác đã đặt mật khẩu cho bạn lúc" in client.get("/tai-khoan/").content.decode()
    client.post("/tai-khoan/da-doc")
    assert "Người khác đã đặt" not in client.get("/tai-khoan/").content.decode()


def test_changepassword_command_notifies_the_person(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    make_user(phone="0912345678")
    monkeypatch.setattr("getpass.getpass", lambda *_args, **_more: "cau-tre-lac-leo-2026")
    call_command("changepassword", "0912345678")
    user = User.objects.get()
    assert (user.must_change_password, user.check_password("cau-tre-lac-leo-2026")) == (True, True)
    assert AuditEntry.objects.filter(action="user.set_password_for", actor=None).count() == 1
