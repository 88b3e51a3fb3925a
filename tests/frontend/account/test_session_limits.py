"""Sessions end after inactivity and by age, depending on the role, whichever sign-in created them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from accounts.models import Session, User
from accounts.services.grant_membership import grant_membership
from accounts.sessions import SessionStore
from tests.factories import PASSWORD, make_officer, make_seller, make_user, my_tho

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def seller() -> User:
    user = make_user()
    make_seller(manager=user)
    return user


PEOPLE: dict[str, Callable[[], User]] = {
    "buyer": make_user,
    "seller": seller,
    "official": lambda: make_officer("commune", my_tho()),
    "operator": lambda: make_officer("operator", is_staff=False),
    "staff": lambda: make_user(is_staff=True),
}
IDLE = {"buyer": timedelta(days=14), "seller": timedelta(days=14)}
ABSOLUTE = {"buyer": timedelta(days=90), "seller": timedelta(days=30)}
SECOND = timedelta(seconds=1)


def enter(user: User) -> Client:
    client = Client()
    client.post("/dang-nhap/", {"identifier": user.phone, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/tai-khoan/").status_code == 200


@pytest.mark.parametrize("who", PEOPLE)
def test_idle_session_ends_at_its_limit(who: str, db: None) -> None:
    idle = IDLE.get(who, timedelta(minutes=30))
    user = PEOPLE[who]()
    with time_machine.travel(NOON, tick=False) as clock:
        client = enter(user)
        clock.shift(idle - SECOND)
        assert is_in(client)
        clock.shift(idle + SECOND)
        assert not is_in(client)


@pytest.mark.parametrize("who", PEOPLE)
def test_active_session_ends_at_its_absolute_limit(who: str, db: None) -> None:
    absolute = ABSOLUTE.get(who, timedelta(hours=12))
    step = IDLE.get(who, timedelta(minutes=30)) * 0.9
    user = PEOPLE[who]()
    with time_machine.travel(NOON, tick=False) as clock:
        client, end = enter(user), NOON + absolute
        while datetime.now(UTC) + step < end:
            clock.shift(step)
            assert is_in(client)
        clock.move_to(end, tick=False)
        assert is_in(client)
        clock.shift(SECOND)
        assert not is_in(client)


def test_new_role_shortens_an_active_session(db: None) -> None:
    user = make_user()
    with time_machine.travel(NOON, tick=False) as clock:
        client = enter(user)
        grant_membership(user=user, role="operator", actor=None)
        clock.shift(timedelta(hours=2))
        assert is_in(client)
        clock.shift(timedelta(minutes=31))
        assert not is_in(client)


def test_session_of_unknown_kind_has_the_strictest_limits(db: None) -> None:
    client, user = Client(), make_user()
    with time_machine.travel(NOON, tick=False) as clock:
        client.force_login(user)
        clock.shift(settings.SESSION_LIMITS["staff"][0] + SECOND)
        assert not is_in(client)


def test_expired_sessions_are_deleted(db: None) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        enter(make_user())
        clock.shift(timedelta(days=15))
        SessionStore.clear_expired()
    assert not Session.objects.exists()
