"""Which passwords are taken: length by role, guesses counted over breached lists, Vietnamese words and own data."""

import unicodedata

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from core.errors import DomainError
from tests.factories import make_officer

HOA = User(phone="0912345678", email="hoatran88@example.vn", full_name="Trần Thị Hoa")


def code_of(password: str, user: User = HOA) -> str:
    with pytest.raises(ValidationError) as caught:
        validate_password(password, user)
    return str(caught.value.error_list[0].code)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("ngan", "password_too_short"),
        ("một mật", "password_too_short"),  # counted in characters, not in code points
        (unicodedata.normalize("NFD", "một mật"), "password_too_short"),
        ("matkhau1", "password_too_common"),
        ("Matkhau@123", "password_too_common"),
        ("mật khẩu 1", "password_too_common"),
        ("m4tkh4u2026", "password_too_common"),
        ("anhyeuem123", "password_too_common"),
        ("Vietnam@2026", "password_too_common"),
        ("password123", "password_too_common"),
        ("qwertyuiop", "password_too_common"),
        ("11111111", "password_too_common"),
        ("20051990", "password_too_common"),
        ("0912345678", "password_too_similar"),
        ("+84912345678", "password_too_similar"),
        ("hoa12345678", "password_too_similar"),
        ("tranthihoa1990", "password_too_similar"),
        ("Trần Thị Hoa 90", "password_too_similar"),
        ("hoatran1988", "password_too_similar"),
        ("hoatran88@example", "password_too_similar"),
        ("vuon\x00xoai-2026", "password_invalid"),
        ("vuon\u200bxoai-2026", "password_invalid"),
        ("", "password_invalid"),
        ("x" * 257, "password_invalid"),
    ],
)
def test_a_guessable_password_is_refused(password: str, code: str) -> None:
    assert code_of(password) == code


@pytest.mark.parametrize(
    "password",
    [
        "xoai-cat-chu-2026",
        "mot-mat-khau-moi",
        "cau tre lac leo",
        "kZ8#qLw2",
        "👍🏽 vườn nhà tôi có ba cây",
        "cau tre lac leo gap ghenh kho di, " * 7,
    ],
)
def test_what_takes_a_million_guesses_is_taken(password: str) -> None:
    validate_password(password, HOA)


@pytest.mark.parametrize("role", ["commune", "province", "operator"])
def test_officials_and_the_operators_people_need_twelve_characters(role: str, units: dict) -> None:
    user = make_officer(role, {"commune": units["30076"], "province": units["82"]}.get(role), is_staff=False)
    assert code_of("kZ8#qLw2vTp", user) == "password_too_short"
    validate_password("kZ8#qLw2vTpR", user)


def test_a_superuser_is_made_with_a_strong_password_only(db: None) -> None:
    for weak in ("kZ8#qLw2", "matkhau12345", "0912345678910"):
        with pytest.raises(DomainError) as caught:
            User.objects.create_superuser(phone="0912345678", full_name="Trần Thị Hoa", password=weak)
        assert caught.value.code == "PASSWORD_TOO_WEAK"
    assert not User.objects.exists()
    assert User.objects.create_superuser(phone="0912345678", full_name="Hoa", password="kZ8#qLw2vTpR").is_superuser
