"""Codes of an authenticator app and recovery codes: each accepted once, few wrong ones, the secret encrypted."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts import tokens
from accounts.models import AuditEntry, Authenticator, RecoveryCode, User
from accounts.services.check_second_factor import check_second_factor
from accounts.services.decide_reset import confirm_reset
from accounts.services.request_reset import request_reset
from accounts.services.set_up_second_factor import (
    begin_second_factor,
    confirm_second_factor,
    remove_second_factor,
    renew_recovery_codes,
)
from core.errors import DomainError
from tests.accounts.authenticators import App, enrolled
from tests.factories import make_officer

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def code_of(user: User, typed: str) -> str:
    with pytest.raises(DomainError) as caught:
        check_second_factor(user=user, code=typed)
    return caught.value.code


def test_code_works_once_and_earlier_codes_never(hoa: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        app, _codes = enrolled(hoa)
        check_second_factor(user=hoa, code=app.code())
        assert code_of(hoa, app.code()) == "OTP_INVALID"
        assert code_of(hoa, app.code(-1)) == "OTP_INVALID"
        clock.shift(30)
        spaced = f" {app.code()[:3]} {app.code()[3:]} "
        check_second_factor(user=hoa, code=spaced)


@pytest.mark.parametrize(("step", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clock_may_differ_by_half_a_minute(hoa: User, step: int, taken: bool) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        app, _codes = enrolled(hoa)
        Authenticator.objects.update(drift=0)
        clock.shift(600)
        if taken:
            check_second_factor(user=hoa, code=app.code(step))
        else:
            assert code_of(hoa, app.code(step)) == "OTP_INVALID"


def test_clock_drift_is_followed_up_to_its_limit(hoa: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        app, _codes = enrolled(hoa)
        Authenticator.objects.update(drift=0)
        for late in range(1, 11):
            clock.shift(3600)
            app.late = late
            check_second_factor(user=hoa, code=app.code())
        assert Authenticator.objects.get().drift == -10
        clock.shift(3600)
        app.late = 12
        assert code_of(hoa, app.code()) == "OTP_INVALID"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "-12345", "1e5000", "\x00", "x" * 60])
def test_invalid_code_is_refused(hoa: User, typed: str) -> None:
    enrolled(hoa)
    assert code_of(hoa, typed) == "OTP_INVALID"


def test_wrong_codes_are_throttled_and_right_ones_not_counted(hoa: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        app, _codes = enrolled(hoa)
        for _ in range(5):
            assert code_of(hoa, "000000") == "OTP_INVALID"
        assert code_of(hoa, app.code()) == "TOO_MANY_REQUESTS"
        clock.shift(61)
        for _ in range(20):
            clock.shift(60)
            check_second_factor(user=hoa, code=app.code())


def test_recovery_code_works_once_in_any_spelling(hoa: User) -> None:
    _app, codes = enrolled(hoa)
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"([0-9a-hjkmnp-tv-z]{4}-){6}[0-9a-hjkmnp-tv-z]{4}", code) for code in codes)  # 140 bits
    check_second_factor(user=hoa, code=codes[0].upper().replace("-", " ").replace("0", "O").replace("1", "l"))
    assert code_of(hoa, codes[0]) == "OTP_INVALID"
    assert AuditEntry.objects.filter(actor=hoa, action="user.use_recovery_code").count() == 1


def test_secret_and_recovery_codes_are_stored_encrypted_or_hashed(hoa: User) -> None:
    secret = begin_second_factor(user=hoa)
    codes = confirm_second_factor(user=hoa, code=App(secret).code())
    stored = f"{list(Authenticator.objects.values())}{list(RecoveryCode.objects.values())}"
    assert secret not in stored
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)


def test_enrolment_is_active_after_the_first_right_code(hoa: User) -> None:
    secret = begin_second_factor(user=hoa)
    assert begin_second_factor(user=hoa) == secret
    with pytest.raises(DomainError) as caught:
        confirm_second_factor(user=hoa, code="000000")
    assert (caught.value.code, caught.value.field) == ("OTP_INVALID", "otp")
    assert code_of(hoa, App(secret).code()) == "OTP_INVALID"


def test_enrolment_and_removal_end_tokens(hoa: User) -> None:
    token = tokens.issue(hoa).access
    app, _codes = enrolled(hoa)
    with pytest.raises(DomainError):
        tokens.read(token)
    token = tokens.issue(hoa).access
    remove_second_factor(user=hoa, code=app.code())
    with pytest.raises(DomainError):
        tokens.read(token)
    assert (Authenticator.objects.count(), RecoveryCode.objects.count()) == (0, 0)


def test_new_recovery_codes_replace_the_old_ones(hoa: User) -> None:
    app, old = enrolled(hoa)
    new = renew_recovery_codes(user=hoa, code=app.code())
    assert code_of(hoa, old[0]) == "OTP_INVALID"
    check_second_factor(user=hoa, code=new[0])


def test_required_second_factor_cannot_be_removed(db: None, settings) -> None:  # type: ignore[no-untyped-def]
    settings.PRODUCTION = True
    operator = make_officer("operator")
    app, _codes = enrolled(operator)
    with pytest.raises(DomainError) as caught:
        remove_second_factor(user=operator, code=app.code())
    assert caught.value.code == "SECOND_FACTOR_REQUIRED"
    assert Authenticator.objects.exists()


def test_reset_by_two_operators_removes_it(hoa: User) -> None:
    enrolled(hoa)
    first, second = make_officer("operator"), make_officer("operator")
    reset = request_reset(user=hoa, kind="second_factor", identity_check="paper", reason="Mất điện thoại", actor=first)
    assert confirm_reset(reset_id=reset.pk, actor=second) is None
    assert (Authenticator.objects.count(), RecoveryCode.objects.count()) == (0, 0)
    assert User.objects.get(pk=hoa.pk).check_password("vuon-xoai-2026")
    assert AuditEntry.objects.filter(actor=second, action="user.reset_second_factor").count() == 1
    assert hoa.security_notices.get().action == "user.reset_second_factor"


def test_codes_of_another_user_are_refused(hoa: User, demo_buyer: User) -> None:
    app, codes = enrolled(hoa)
    enrolled(demo_buyer)
    assert [code_of(demo_buyer, typed) for typed in (app.code(), codes[0])] == ["OTP_INVALID"] * 2


def test_old_codes_stay_invalid(hoa: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        enrolled(hoa)
        codes = []
        for _ in range(52):
            codes.append(code_of(hoa, "000000"))
            clock.shift(timedelta(minutes=10))
        assert codes.count("OTP_INVALID") == 50  # a day
