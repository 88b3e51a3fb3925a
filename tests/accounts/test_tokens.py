"""Bearer tokens: short-lived, renewable, invalid after sign-out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
import time_machine

from accounts import refresh_tokens, tokens
from accounts.models import AuditEntry, Membership, RefreshTokenFamily, User
from accounts.services.sign_out_everywhere import sign_out_everywhere
from core.errors import DomainError
from tests.factories import make_officer

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def code_of(token: str) -> str:
    with pytest.raises(DomainError) as caught:
        tokens.read(token)
    return caught.value.code


def test_access_token_has_its_claims(hoa: User, settings: Any) -> None:
    with time_machine.travel(NOON, tick=False):
        issued = tokens.issue(hoa)
        claims = jwt.decode(issued.access, options={"verify_signature": False})
    at = int(NOON.timestamp())
    assert claims == {
        "iat": at, "exp": at + 300, "iss": settings.BASE_URL, "type": "access", "user": hoa.pk, "epoch": 0
    }  # fmt: skip


def refused(token: str) -> str:
    with pytest.raises(DomainError) as caught:
        tokens.refresh(token)
    return caught.value.code


def test_access_token_lasts_five_minutes_and_is_renewed(hoa: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        issued = tokens.issue(hoa)
        assert tokens.read(issued.access) == hoa
        clock.shift(timedelta(minutes=5))
        assert code_of(issued.access) == "JWT_SIGNATURE_EXPIRED"
        user, renewed = tokens.refresh(issued.refresh)
        assert (user, tokens.read(renewed.access)) == (hoa, hoa)


HALF_HOUR, DAY = timedelta(minutes=30), timedelta(days=1)


@pytest.mark.parametrize(
    ("role", "idle", "absolute"),
    [
        ("", 14 * DAY, 30 * DAY),
        ("commune", HALF_HOUR, DAY / 2),
        ("province", HALF_HOUR, DAY / 2),
        ("operator", HALF_HOUR, DAY / 2),
    ],
)
def test_token_sign_in_has_the_limits_of_a_session(
    units: dict, hoa: User, role: str, idle: timedelta, absolute: timedelta
) -> None:
    unit = {"commune": units["30076"], "province": units["82"]}.get(role)
    user = make_officer(role, unit) if role else hoa
    second = timedelta(seconds=1)
    with time_machine.travel(NOON, tick=False) as clock:
        unused, used = tokens.issue(user).refresh, tokens.issue(user).refresh
        since = timedelta()
        while since + idle < absolute:
            clock.shift(idle - second)
            since += idle - second
            used = tokens.refresh(used)[1].refresh
        assert refused(unused) == "JWT_SIGNATURE_EXPIRED"
        clock.shift(absolute - since - second)
        used = tokens.refresh(used)[1].refresh
        clock.shift(second)
        assert refused(used) == "JWT_SIGNATURE_EXPIRED"
        refresh_tokens.clear_expired()
        assert not RefreshTokenFamily.objects.exists()


def test_new_role_shortens_the_idle_limit(units: dict, hoa: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        issued = tokens.issue(hoa)
        Membership.objects.create(user=hoa, role="commune", unit=units["30076"])
        renewed = tokens.refresh(issued.refresh)[1]
        clock.shift(HALF_HOUR)
        assert refused(renewed.refresh) == "JWT_SIGNATURE_EXPIRED"


def test_reused_refresh_token_ends_its_own_sign_in_only(hoa: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        stolen, other = tokens.issue(hoa).refresh, tokens.issue(hoa).refresh
        _, renewed = tokens.refresh(stolen)
        clock.shift(timedelta(seconds=11))
        assert refused(stolen) == "JWT_INVALID_TOKEN"
        assert refused(renewed.refresh) == "JWT_INVALID_TOKEN"
        assert tokens.refresh(other)[0] == hoa
    entry = AuditEntry.objects.get(action="user.refresh_token_reused")
    assert (entry.actor, entry.object_ref) == (None, f"accounts.User:{hoa.pk}")


def test_refresh_token_two_generations_old_is_refused(hoa: User) -> None:
    with time_machine.travel(NOON, tick=False):
        first = tokens.issue(hoa).refresh
        _, second = tokens.refresh(first)
        tokens.refresh(second.refresh)
        assert refused(first) == "JWT_INVALID_TOKEN"


def test_concurrent_renewals_get_the_same_token(hoa: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        issued = tokens.issue(hoa)
        _, one = tokens.refresh(issued.refresh)
        clock.shift(timedelta(seconds=9))
        _, two = tokens.refresh(issued.refresh)
        claims = [jwt.decode(t.refresh, options={"verify_signature": False}) for t in (one, two)]
        assert [(each["family"], each["uses"]) for each in claims] == [(claims[0]["family"], 1)] * 2
        assert tokens.refresh(one.refresh)[0] == hoa


def test_stolen_token_is_detected_at_the_third_use(hoa: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        owner = thief = tokens.issue(hoa).refresh
        for first in ("owner", "thief"):
            clock.shift(timedelta(minutes=5))
            renewed = [
                tokens.refresh(each)[1].refresh for each in ((owner, thief) if first == "owner" else (thief, owner))
            ]
            owner, thief = renewed if first == "owner" else renewed[::-1]
            clock.shift(timedelta(seconds=9))
        tokens.refresh(owner)
        assert refused(thief) == "JWT_INVALID_TOKEN"
        assert refused(owner) == "JWT_INVALID_TOKEN"
    assert AuditEntry.objects.filter(action="user.refresh_token_reused").count() == 1
    assert not RefreshTokenFamily.objects.exists()


def test_lost_answers_do_not_end_the_sign_in(hoa: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        token = tokens.issue(hoa).refresh
        for use in range(12):
            clock.shift(timedelta(minutes=5))
            times = 1 if use % 3 == 2 else 3  # two consecutive answers are lost, twice each
            token = [tokens.refresh(token)[1].refresh for _try in range(times)][-1]
    assert RefreshTokenFamily.objects.get().uses == 12


def test_access_and_refresh_tokens_are_not_interchangeable(hoa: User) -> None:
    issued = tokens.issue(hoa)
    assert code_of(issued.refresh) == "JWT_INVALID_TOKEN"
    assert refused(issued.access) == "JWT_INVALID_TOKEN"


def test_sign_out_everywhere_ends_tokens(hoa: User) -> None:
    issued = tokens.issue(hoa)
    sign_out_everywhere(user=hoa, actor=hoa)
    assert code_of(issued.access) == "JWT_INVALID_TOKEN"
    assert refused(issued.refresh) == "JWT_INVALID_TOKEN"
    assert not RefreshTokenFamily.objects.exists()


def test_reopened_account_revives_no_token(hoa: User) -> None:
    issued = tokens.issue(hoa)
    User.objects.filter(pk=hoa.pk).update(is_active=False)
    User.objects.filter(pk=hoa.pk).update(is_active=True)
    assert code_of(issued.access) == refused(issued.refresh) == "JWT_INVALID_TOKEN"
    assert tokens.read(tokens.issue(User.objects.get(pk=hoa.pk)).access) == hoa


def test_session_epoch_never_decreases(hoa: User) -> None:
    stale = User.objects.get(pk=hoa.pk)
    sign_out_everywhere(user=hoa, actor=hoa)
    stale.save()
    stale.refresh_from_db()
    assert stale.session_epoch == 1


def test_tokens_of_closed_and_demo_accounts_are_refused_in_production(
    hoa: User, demo_buyer: User, settings: Any
) -> None:
    closed, demo = tokens.issue(hoa).access, tokens.issue(demo_buyer).access
    User.objects.filter(pk=hoa.pk).update(is_active=False)
    settings.PRODUCTION = True
    assert [code_of(closed), code_of(demo)] == ["JWT_INVALID_TOKEN"] * 2


def test_forged_tokens_are_refused(hoa: User, settings: Any) -> None:
    claims = jwt.decode(tokens.issue(hoa).access, options={"verify_signature": False})
    forged = [
        jwt.encode(claims, settings.SECRET_KEY, algorithm="HS256"),
        jwt.encode(claims, None, algorithm="none"),
        jwt.encode(claims | {"iss": "https://example.org"}, tokens._key(), algorithm="HS256"),
        jwt.encode(claims | {"user": "1 OR 1=1"}, tokens._key(), algorithm="HS256"),
        jwt.encode({k: v for k, v in claims.items() if k != "epoch"}, tokens._key(), algorithm="HS256"),
        "",
        "abc",
        "a.b.c",
    ]
    assert {code_of(token) for token in forged} == {"JWT_INVALID_TOKEN"}
