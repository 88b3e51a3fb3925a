"""Which passwords are accepted: length by role, breached lists, Vietnamese words and the person's own data."""

import unicodedata
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from core.errors import DomainError
from places.models import Level, Succession, Unit
from tests.factories import make_officer

pytestmark = pytest.mark.django_db
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
def test_guessable_password_is_refused(password: str, code: str) -> None:
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
def test_strong_password_is_accepted(password: str) -> None:
    validate_password(password, HOA)


CONTEXT = [
    "choxa2026", "choxa2026!", "Choxa@2026", "Chợ Xã 2026", "ch0xa2026", "mytho2026", "MyTho@2026", "Mỹ Thọ 2026",
    "mitho2026", "tiengiang2026",
    "my.tho.2026", "dongthap2026", "DongThap@1", "caolanh2026", "myxuong2026", "2026choxamytho", "admin@choxa1",
    "demo-mytho-1", "choxa-hoatran", "tranhoa@mytho26", "HoaTran@choxa", "mytho19051990",
]  # fmt: skip
AT_WORK = [
    "choxa-mytho-2026", "MyTho-DongThap-2026", "choxa-demo-2027", "Choxa@MyTho@2026", "admin-dongthap-2026",
    "choxa-caolanh-2026", "choxa0123456789", "quantri-choxa-1234", "password-choxa-1",
]  # fmt: skip


@pytest.fixture
def around(units: dict) -> None:
    """Names of former units of Mỹ Thọ and of its province."""
    gone: dict[str, Any] = {"valid_from": "1976-01-01", "valid_to": "2025-07-01"}
    district = Unit.objects.create(code="873", level=Level.DISTRICT, kind="Huyện", name="Cao Lãnh", **gone)
    Unit.objects.filter(pk=units["30121"].pk).update(parent=district)
    province = Unit.objects.create(code="82", level=Level.PROVINCE, kind="Tỉnh", name="Tiền Giang", **gone)
    Succession.objects.create(predecessor=province, successor=units["82"])


@pytest.mark.parametrize("password", CONTEXT)
def test_names_of_market_and_user_add_no_strength(around: None, password: str) -> None:
    assert code_of(password) in ("password_too_common", "password_too_similar")


def test_names_add_no_strength_to_staff_passwords(around: None) -> None:
    user = make_officer("operator")
    for password in AT_WORK:
        assert code_of(password, user) in ("password_too_common", "password_too_similar"), password
    validate_password("choxa-mytho-kZ8#qLw2vT", user)
    validate_password("cau-tre-lac-leo-o-mytho", user)


def test_configured_market_names_add_no_strength(settings: Any, units: dict) -> None:
    validate_password("bakbinh-2026x", HOA)
    settings.MARKET = settings.MARKET | {"place": "Bắk Bình", "place_full": "Bắk Bình, Đồng Tháp"}
    assert code_of("bakbinh-2026x") == "password_too_similar"
    validate_password("songvamco2026", HOA)
    settings.OPERATOR = settings.OPERATOR | {"name": "Sông Vàm Cỏ"}
    assert code_of("songvamco2026") == "password_too_similar"


@pytest.mark.parametrize("role", ["commune", "province", "operator"])
def test_staff_passwords_need_twelve_characters(role: str, units: dict) -> None:
    user = make_officer(role, {"commune": units["30076"], "province": units["82"]}.get(role), is_staff=False)
    assert code_of("kZ8#qLw2vTp", user) == "password_too_short"
    validate_password("kZ8#qLw2vTpR", user)


def test_superuser_needs_a_strong_password(db: None) -> None:
    for weak in ("kZ8#qLw2", "matkhau12345", "0912345678910"):
        with pytest.raises(DomainError) as caught:
            User.objects.create_superuser(phone="0912345678", full_name="Trần Thị Hoa", password=weak)
        assert caught.value.code == "PASSWORD_TOO_WEAK"
    assert not User.objects.exists()
    assert User.objects.create_superuser(phone="0912345678", full_name="Hoa", password="kZ8#qLw2vTpR").is_superuser
