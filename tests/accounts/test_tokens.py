"""Bearer tokens: short, renewable, and worthless after a sign-out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
import time_machine

from accounts import tokens
from accounts.models import User
from accounts.services.sign_out_everywhere import sign_out_everywhere
from core.errors import DomainError

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def code_of(token: str, **kwargs: Any) -> str:
    with pytest.raises(DomainError) as caught:
        tokens.read(token, **kwargs)
    return caught.value.code


def test_claims(hoa: User, settings: Any) -> None:
    with time_machine.travel(NOON, tick=False):
        made = tokens.issue(hoa)
        claims = jwt.decode(made.access, options={"verify_signature": False})
    at = int(NOON.timestamp())
    assert claims == {
        "iat": at, "exp": at + 300, "iss": settings.BASE_URL, "type": "access", "user": hoa.pk, "epoch": 0
    }  # fmt: skip


def test_access_lasts_five_minutes_and_refresh_thirty_days(hoa: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        made = tokens.issue(hoa)
        assert tokens.read(made.access) == hoa
        clock.shift(timedelta(minutes=5))
        assert code_of(made.access) == "JWT_SIGNATURE_EXPIRED"
        assert tokens.read(tokens.refresh(made.refresh)) == hoa
        clock.shift(timedelta(days=30))
        with pytest.raises(DomainError) as caught:
            tokens.refresh(made.refresh)
    assert caught.value.code == "JWT_SIGNATURE_EXPIRED"


def test_one_kind_is_not_the_other(hoa: User) -> None:
    made = tokens.issue(hoa)
    assert code_of(made.refresh) == "JWT_INVALID_TOKEN"
    assert code_of(made.access, kind="refresh") == "JWT_INVALID_TOKEN"


def test_signing_out_everywhere_ends_tokens(hoa: User) -> None:
    made = tokens.issue(hoa)
    sign_out_everywhere(user=hoa, actor=hoa)
    assert code_of(made.access) == "JWT_INVALID_TOKEN"
    assert code_of(made.refresh, kind="refresh") == "JWT_INVALID_TOKEN"


def test_closed_accounts_and_demo_people_in_production(hoa: User, demo_buyer: User, settings: Any) -> None:
    closed, demo = tokens.issue(hoa).access, tokens.issue(demo_buyer).access
    User.objects.filter(pk=hoa.pk).update(is_active=False)
    settings.PRODUCTION = True
    assert [code_of(closed), code_of(demo)] == ["JWT_INVALID_TOKEN"] * 2


def test_forged_tokens(hoa: User, settings: Any) -> None:
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
