"""The second factor on page, admin and API: required where it is set up, and of officials in production."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEntry, User
from tests.accounts.authenticators import App, enrolled
from tests.factories import PASSWORD, make_officer, make_seller, make_user, my_tho
from tests.sessions import sign_in

TOKEN = """mutation ($who: String!, $otp: String) { tokenCreate(email: $who, password: "%s", otp: $otp) {
  token user { phone } errors { field code } } }"""


def password_step(client: Client, user: User, **more: str) -> Any:
    return client.post("/dang-nhap/", {"identifier": user.phone, "password": PASSWORD, **more})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def token_create(client: Client, user: User, otp: str | None = None) -> dict[str, Any]:
    requested = {"query": TOKEN % PASSWORD, "variables": {"who": user.phone, "otp": otp}}
    return client.post("/graphql/", requested, content_type="application/json").json()["data"]["tokenCreate"]


PEOPLE = {
    "commune": lambda: make_officer("commune", my_tho()),
    "province": lambda: make_officer("province", my_tho().parent),
    "operator": lambda: make_officer("operator", is_staff=False),
    "staff": lambda: make_user(is_staff=True),
    "superuser": lambda: make_user(is_staff=True, is_superuser=True),
}


def test_sign_in_needs_the_code_after_the_password(client: Client, db: None) -> None:
    user = make_user()
    app, _codes = enrolled(user)
    answer = password_step(client, user, next="/gio/")
    assert (answer["Location"], is_in(client)) == ("/dang-nhap/ma/", False)
    assert client.post("/dang-nhap/ma/", {"otp": "000000"}).status_code == 422
    assert not is_in(client)
    answer = client.post("/dang-nhap/ma/", {"otp": app.code()})
    assert (answer["Location"], is_in(client)) == ("/gio/", True)
    assert "password_proved" not in client.session
    failed = AuditEntry.objects.get(action="user.sign_in_failed")
    assert failed.after["step"] == "second_factor"


def test_second_step_needs_a_recent_password_step(client: Client, db: None) -> None:
    user = make_user()
    app, _codes = enrolled(user)
    assert client.post("/dang-nhap/ma/", {"otp": app.code()})["Location"] == "/dang-nhap/"
    password_step(client, user)
    session = client.session
    session["password_proved"] = session["password_proved"] | {"until": 0}
    session.save()
    assert client.post("/dang-nhap/ma/", {"otp": app.code()})["Location"] == "/dang-nhap/"
    password_step(client, user)
    User.objects.update(session_epoch=9)  # all sessions ended in the meantime
    assert client.post("/dang-nhap/ma/", {"otp": app.code()})["Location"] == "/dang-nhap/"
    assert not is_in(client)


def test_recovery_code_works_once(db: None) -> None:
    user = make_user()
    _app, codes = enrolled(user)
    for expected in (302, 422):
        client = Client()
        password_step(client, user)
        assert client.post("/dang-nhap/ma/", {"otp": codes[3]}).status_code == expected


@pytest.mark.parametrize("who", PEOPLE)
def test_production_requires_a_second_factor_of_staff(who: str, client: Client, db: None, settings: Any) -> None:
    settings.PRODUCTION = True
    user = PEOPLE[who]()
    password_step(client, user)
    for address in ("/", "/co-quan/", "/quan-tri/", "/don/"):
        assert client.get(address)["Location"] == "/tai-khoan/hai-buoc/"
    assert token_create(client, user)["errors"] == [{"field": None, "code": "ACCOUNT_NOT_READY"}]
    page = client.get("/tai-khoan/hai-buoc/")
    app = App(page.context["secret"])
    confirmed = client.post("/tai-khoan/hai-buoc/bat", {"otp": app.code(-1)})
    assert len(confirmed.context["codes"]) == 10
    assert client.get("/don/").status_code == 200
    assert token_create(client, user)["errors"] == [{"field": "otp", "code": "OTP_REQUIRED"}]
    assert token_create(client, user, "000000")["errors"] == [{"field": "otp", "code": "OTP_INVALID"}]
    assert token_create(client, user, app.code())["user"] == {"phone": user.phone}


@pytest.mark.parametrize("production", [False, True])
def test_second_factor_is_optional_for_buyers_and_sellers(production: bool, db: None, settings: Any) -> None:
    settings.PRODUCTION = production
    seller = make_user()
    make_seller(manager=seller)
    for user in (make_user(), seller):
        client = Client()
        assert password_step(client, user).status_code == 302
        assert client.get("/tai-khoan/").status_code == 200
        assert token_create(client, user)["errors"] == []


def test_second_factor_is_optional_outside_production(client: Client, db: None) -> None:
    operator = make_officer("operator")
    password_step(client, operator)
    assert client.get("/co-quan/").status_code == 200
    assert token_create(client, operator)["errors"] == []


def test_new_role_requires_a_second_factor_at_the_next_sign_in(client: Client, db: None, settings: Any) -> None:
    from accounts.services.grant_membership import grant_membership

    settings.PRODUCTION = True
    user, operator = make_user(), make_officer("operator")
    password_step(client, user)
    grant_membership(user=user, role="operator", actor=operator)
    assert client.get("/tai-khoan/").status_code == 302
    password_step(client, user)
    assert client.get("/co-quan/")["Location"] == "/tai-khoan/hai-buoc/"


def test_buyer_enrols_with_qr_and_downloads_recovery_codes(db: None) -> None:
    user = make_user()
    client, laptop = sign_in(Client(), user), sign_in(Client(), user)
    page = client.get("/tai-khoan/hai-buoc/")
    text = page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert re.search(r"<svg[^>]*viewBox", text)
    assert "style=" not in text[text.index("<svg") : text.index("</svg>")]
    assert client.post("/tai-khoan/hai-buoc/bat", {"otp": "000000"}).status_code == 422
    shown = client.post("/tai-khoan/hai-buoc/bat", {"otp": App(page.context["secret"]).code()})
    codes = shown.context["codes"]
    assert (is_in(client), laptop.get("/tai-khoan/").status_code) == (True, 302)
    file = client.post("/tai-khoan/hai-buoc/ma-khoi-phuc.txt", {"codes": " ".join(codes)})
    assert file.content.decode().split() == codes
    assert file["Content-Disposition"].startswith("attachment")
    refused = client.post("/tai-khoan/hai-buoc/ma-khoi-phuc.txt", {"codes": "tu bia"}, follow=True).content.decode()
    assert "Các mã này không còn dùng được." in refused
    assert "chưa dùng: 10." in refused


def test_renewal_and_removal_need_a_code(db: None) -> None:
    user = make_user()
    _app, codes = enrolled(user)
    client = sign_in(Client(), User.objects.get(pk=user.pk))
    assert client.post("/tai-khoan/hai-buoc/tat", {"otp": "000000"}).status_code == 422
    renewed = client.post("/tai-khoan/hai-buoc/ma-khoi-phuc", {"otp": codes[0]}).context["codes"]
    assert client.post("/tai-khoan/hai-buoc/tat", {"otp": renewed[0]})["Location"] == "/tai-khoan/"
    assert client.get("/tai-khoan/").status_code == 200
    assert password_step(Client(), user)["Location"] == "/"


def test_enrolment_needs_a_recent_password(db: None) -> None:
    client = Client()
    client.force_login(make_user())
    assert client.get("/tai-khoan/hai-buoc/")["Location"].startswith("/xac-nhan-mat-khau/")
