"""Sign-in: by phone or e-mail, throttled, and silent about who exists."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher

from accounts.models import User
from accounts.services.sign_in import sign_in
from core.errors import DomainError
from core.models import Throttle

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
PASSWORD = "vuon-xoai-2026"


def refused(identifier: str, password: str = "sai", ip: str = "203.0.113.7") -> DomainError:
    with pytest.raises(DomainError) as caught:
        sign_in(identifier=identifier, password=password, ip=ip)
    return caught.value


@pytest.mark.parametrize(
    "typed", ["0912345678", "+84 912 345 678", "0912.345.678", "HOA@example.VN", " hoa@example.vn "]
)
def test_any_spelling_signs_in(hoa: User, typed: str) -> None:
    assert sign_in(identifier=typed, password=PASSWORD, ip="203.0.113.7") == hoa


def test_the_same_words_for_unknown_wrong_closed_and_empty(hoa: User) -> None:
    errors = [refused("0912345678"), refused("0987654321"), refused("khong-ai"), refused("")]
    User.objects.filter(pk=hoa.pk).update(is_active=False)
    errors.append(refused("hoa@example.vn", PASSWORD))
    assert {(error.code, str(error.message), error.field) for error in errors} == {
        ("INVALID_CREDENTIALS", "Số điện thoại, email hoặc mật khẩu chưa đúng.", None)
    }


@pytest.mark.parametrize("typed", ["0912345678", "0987654321", "khong-ai@example.vn"])
def test_an_unknown_user_costs_one_hash_like_a_known_one(
    hoa: User, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> Any:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    refused(typed)
    assert hashed == ["sai"]


def test_demo_people_sign_in_only_outside_production(demo_buyer: User, settings: Any) -> None:
    assert sign_in(identifier="0900 000 001", password="choxa-demo-2026", ip="203.0.113.7") == demo_buyer
    settings.PRODUCTION = True
    assert refused("0900000001", "choxa-demo-2026").code == "INVALID_CREDENTIALS"


def test_tries_on_one_account_are_throttled_and_the_wait_grows(hoa: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        codes = [refused("0912345678", ip=f"203.0.113.{n}").code for n in range(6)]
        assert codes == ["INVALID_CREDENTIALS"] * 5 + ["TOO_MANY_REQUESTS"]
        assert refused("+84912345678", PASSWORD).code == "TOO_MANY_REQUESTS"  # another spelling is the same account
        clock.shift(61)
        assert sign_in(identifier="0912345678", password=PASSWORD, ip="203.0.113.9") == hoa
        for n in range(5):
            refused("0912345678", ip=f"198.51.100.{n}")
        clock.shift(61)  # a minute no longer helps: ten tries in a quarter of an hour are spent
        assert refused("0912345678", PASSWORD).code == "TOO_MANY_REQUESTS"
        clock.shift(15 * 60)
        assert sign_in(identifier="0912345678", password=PASSWORD, ip="203.0.113.9") == hoa


def test_an_unknown_account_is_throttled_alike(db: None) -> None:
    codes = [refused("0987654321", ip=f"203.0.113.{n}").code for n in range(6)]
    assert codes == ["INVALID_CREDENTIALS"] * 5 + ["TOO_MANY_REQUESTS"]


@pytest.mark.parametrize(("first", "second"), [("203.0.113.7", "203.0.113.7"), ("2001:db8::1", "2001:db8::2")])
def test_tries_from_one_address_are_throttled(db: None, first: str, second: str) -> None:
    for n in range(30):
        assert refused(f"09{n:08d}", ip=first).code == "INVALID_CREDENTIALS"
    assert refused("0987654321", ip=second).code == "TOO_MANY_REQUESTS"
    assert refused("0987654321", ip="198.51.100.1").code == "INVALID_CREDENTIALS"


def test_signing_in_well_is_never_throttled(hoa: User) -> None:
    for _ in range(40):
        assert sign_in(identifier="0912345678", password=PASSWORD, ip="203.0.113.7") == hoa
    assert set(Throttle.objects.values_list("count", flat=True)) == {0}


def test_keys_carry_no_personal_data(hoa: User) -> None:
    refused("0912345678")
    assert not any("912345678" in key for key in Throttle.objects.values_list("key", flat=True))
