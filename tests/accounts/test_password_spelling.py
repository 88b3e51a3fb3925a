"""A password matches however its letters were composed (RFC 8265, OpaqueString), in every form that takes it."""

import unicodedata
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from accounts.models import User
from accounts.passwords.opaque import prepare_password
from accounts.services.change_password import change_password
from accounts.services.sign_in import Visitor, sign_in
from core.errors import DomainError

TYPED = "vườn xoài Mỹ Thọ"
FORMS = ("NFC", "NFD")


def spelled(form: str, text: str = TYPED) -> str:
    return unicodedata.normalize(form, text)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("typed_form", FORMS)
def test_password_matches_in_any_unicode_form(typed_form: str, form: str, db: None) -> None:
    user = User.objects.create_user(phone="0912345678", full_name="Hoa", password=spelled(typed_form))
    assert sign_in(identifier="0912345678", password=spelled(form), visitor=Visitor("203.0.113.7")) == user
    change_password(user=user, old_password=spelled(form), new_password=spelled(typed_form, "cây dừa nghiêng bến cũ"))
    assert user.check_password(spelled(form, "cây dừa nghiêng bến cũ"))


@pytest.mark.parametrize("form", FORMS)
def test_page_and_api_accept_any_unicode_form(form: str, db: None, client: Client) -> None:
    User.objects.create_user(phone="0912345678", full_name="Hoa", password=spelled("NFC"))
    answer = client.post("/dang-nhap/", {"identifier": "0912345678", "password": spelled(form)})
    assert answer.status_code == 302
    query = 'mutation ($p: String!) { tokenCreate(email: "0912345678", password: $p) { token } }'
    request = {"query": query, "variables": {"p": spelled(form)}}
    answer = client.post("/graphql/", request, content_type="application/json")
    assert answer.json()["data"]["tokenCreate"]["token"]


@pytest.mark.parametrize(
    ("typed", "prepared"), [("a\u00a0b", "a b"), ("a\u3000b", "a b"), (" Ab ", " Ab "), ("Ａb", "Ａb")]
)
def test_only_spaces_are_normalized(typed: str, prepared: str) -> None:
    assert prepare_password(typed) == prepared


@pytest.mark.parametrize(
    "typed", ["", "a\tb", "a\x00b", "\u200babc", "\ufeffabc", "a\u202eb", "\u1100a", "\ud800", "x" * 257]
)
def test_impossible_password_is_refused_without_hashing(hoa: User, typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: Any) -> str:
        raise AssertionError("hashed")

    monkeypatch.setattr(MD5PasswordHasher, "encode", never)
    for identifier in ("0912345678", "0987654321"):
        with pytest.raises(DomainError) as caught:
            sign_in(identifier=identifier, password=typed, visitor=Visitor("203.0.113.7"))
        assert caught.value.code == "INVALID_CREDENTIALS"
    assert not hoa.check_password(typed)
    with pytest.raises(DomainError) as caught:
        hoa.set_password(typed)
    assert (caught.value.code, caught.value.field) == ("PASSWORD_INVALID", "password")


def test_refusal_is_shown_under_its_field(hoa: User) -> None:
    client = Client()
    client.force_login(hoa)

    def form(new: str) -> dict[str, str]:
        return {"old_password": "vuon-xoai-2026", "new_password": new}

    answer = client.post("/tai-khoan/mat-khau", form("cau tre\u200b lac leo"))
    assert answer.status_code == 422
    assert "ký tự không dùng được" in answer.context["form"].errors["new_password"][0]
