"""Sign-in by phone or e-mail: throttled; answers do not reveal which accounts exist."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher

from accounts import devices
from accounts.models import AuditEntry, User
from accounts.services.sign_in import Visitor, sign_in
from accounts.services.sign_out_everywhere import sign_out_everywhere
from core.errors import DomainError
from core.models import Throttle

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
PASSWORD = "vuon-xoai-2026"
HERE = Visitor("203.0.113.7")
CHROME = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"


def refused(identifier: str, password: str = "sai", ip: str = "203.0.113.7", **more: str) -> DomainError:
    with pytest.raises(DomainError) as caught:
        sign_in(identifier=identifier, password=password, visitor=Visitor(ip, **more))
    return caught.value


@pytest.mark.parametrize(
    "typed", ["0912345678", "+84 912 345 678", "0912.345.678", "HOA@example.VN", " hoa@example.vn "]
)
def test_identifier_is_read_in_any_spelling(hoa: User, typed: str) -> None:
    assert sign_in(identifier=typed, password=PASSWORD, visitor=HERE) == hoa


def test_every_refusal_has_the_same_message(hoa: User) -> None:
    errors = [refused("0912345678"), refused("0987654321"), refused("khong-ai"), refused("")]
    User.objects.filter(pk=hoa.pk).update(is_active=False)
    errors.append(refused("hoa@example.vn", PASSWORD))
    assert {(error.code, str(error.message), error.field) for error in errors} == {
        ("INVALID_CREDENTIALS", "Số điện thoại, email hoặc mật khẩu chưa đúng.", None)
    }


@pytest.mark.parametrize("typed", ["0912345678", "0987654321", "khong-ai@example.vn"])
def test_unknown_user_costs_one_hash_like_a_known_one(hoa: User, typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> Any:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    refused(typed)
    assert hashed == ["sai"]


def test_demo_users_are_refused_in_production(demo_buyer: User, settings: Any) -> None:
    assert sign_in(identifier="0900 000 001", password="choxa-demo-2026", visitor=HERE) == demo_buyer
    settings.PRODUCTION = True
    assert refused("0900000001", "choxa-demo-2026").code == "INVALID_CREDENTIALS"


def test_attempts_per_account_and_network_are_throttled_with_growing_waits(hoa: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        codes = [refused("0912345678").code for _ in range(6)]
        assert codes == ["INVALID_CREDENTIALS"] * 5 + ["TOO_MANY_REQUESTS"]
        assert refused("+84912345678", PASSWORD).code == "TOO_MANY_REQUESTS"  # another spelling is the same account
        clock.shift(61)
        assert sign_in(identifier="0912345678", password=PASSWORD, visitor=HERE) == hoa
        for _ in range(5):
            refused("0912345678")
        clock.shift(61)  # a minute is not enough: ten attempts in 15 minutes are used up
        assert refused("0912345678", PASSWORD).code == "TOO_MANY_REQUESTS"
        clock.shift(15 * 60)
        assert sign_in(identifier="0912345678", password=PASSWORD, visitor=HERE) == hoa


@pytest.mark.parametrize("stranger", ["203.0.113.7", "2001:db8::1"])
def test_wrong_attempts_of_one_network_do_not_block_others(hoa: User, stranger: str) -> None:
    for _ in range(20):
        refused("0912345678", ip=stranger)
    for ip in ("203.0.113.8", "2001:db8:0:1::1"):
        assert sign_in(identifier="0912345678", password=PASSWORD, visitor=Visitor(ip)) == hoa


def test_ipv6_network_is_throttled_as_one_client(hoa: User) -> None:
    codes = [refused("0912345678", ip=f"2001:db8::{n}").code for n in range(6)]
    assert codes == ["INVALID_CREDENTIALS"] * 5 + ["TOO_MANY_REQUESTS"]


def test_distributed_guessing_is_throttled_and_known_devices_still_sign_in(hoa: User) -> None:
    known = Visitor("203.0.113.7", device=devices.remember("", hoa))
    codes = [refused("0912345678", ip=f"198.51.{n}.1").code for n in range(101)]
    assert codes == ["INVALID_CREDENTIALS"] * 100 + ["TOO_MANY_REQUESTS"]
    assert refused("0912345678", PASSWORD).code == "TOO_MANY_REQUESTS"
    assert sign_in(identifier="hoa@example.vn", password=PASSWORD, visitor=known) == hoa


def test_known_device_has_its_own_limit(hoa: User) -> None:
    token = devices.remember("", hoa)
    for _ in range(5):  # counted apart from the network's attempts
        refused("0912345678")
    codes = [refused("0912345678", device=token).code for _ in range(6)]
    assert codes == ["INVALID_CREDENTIALS"] * 5 + ["TOO_MANY_REQUESTS"]


@pytest.mark.parametrize("forged", ["", "x", "x:y:z", "W10:1abc:def"])
def test_forged_device_token_is_unknown(hoa: User, forged: str) -> None:
    assert devices.device_for(forged, hoa) is None


def test_device_is_known_per_user_until_sign_out_everywhere(hoa: User, demo_buyer: User) -> None:
    token = devices.remember("", hoa)
    assert devices.device_for(token, demo_buyer) is None
    both = devices.remember(token, demo_buyer)
    assert devices.device_for(both, hoa) == devices.device_for(both, demo_buyer) == devices.device_for(token, hoa)
    sign_out_everywhere(user=hoa, actor=hoa)
    assert (devices.device_for(both, hoa), bool(devices.device_for(both, demo_buyer))) == (None, True)


def test_unknown_account_is_throttled_like_a_known_one(db: None) -> None:
    codes = [refused("0987654321").code for _ in range(6)]
    assert codes == ["INVALID_CREDENTIALS"] * 5 + ["TOO_MANY_REQUESTS"]


def test_failed_sign_in_is_audited_with_network_and_browser(hoa: User) -> None:
    refused("0912345678", ip="2001:db8::77", user_agent=CHROME)
    refused("0987654321")
    written = AuditEntry.objects.order_by("pk").values_list("actor", "action", "object_ref", "after")
    assert list(written) == [
        (None, "user.sign_in_failed", f"accounts.User:{hoa.pk}",
         {"network": "2001:db8::/64", "browser": "Chrome, Android", "reason": "password"}),
        (None, "user.sign_in_failed", "accounts.User:None",
         {"network": "203.0.113.7", "browser": "", "reason": "password"}),
    ]  # fmt: skip


def test_only_the_first_throttled_attempt_is_audited(hoa: User) -> None:
    for _try in range(9):
        refused("0912345678")
    reasons = AuditEntry.objects.order_by("pk").values_list("object_ref", "after__reason")
    assert list(reasons) == [(f"accounts.User:{hoa.pk}", reason) for reason in ["password"] * 5 + ["throttled"]]


@pytest.mark.parametrize(("first", "second"), [("203.0.113.7", "203.0.113.7"), ("2001:db8::1", "2001:db8::2")])
def test_attempts_of_one_network_are_throttled(db: None, first: str, second: str) -> None:
    for n in range(30):
        assert refused(f"09{n:08d}", ip=first).code == "INVALID_CREDENTIALS"
    assert refused("0987654321", ip=second).code == "TOO_MANY_REQUESTS"
    assert refused("0987654321", ip="198.51.100.1").code == "INVALID_CREDENTIALS"


def test_successful_sign_ins_are_never_throttled(hoa: User) -> None:
    for _ in range(40):
        assert sign_in(identifier="0912345678", password=PASSWORD, visitor=HERE) == hoa
    assert set(Throttle.objects.values_list("count", flat=True)) == {0}


def test_throttle_keys_hold_no_personal_data(hoa: User) -> None:
    refused("0912345678")
    assert not any("912345678" in key for key in Throttle.objects.values_list("key", flat=True))
