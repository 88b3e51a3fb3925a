"""An open page asks for its session's remaining time without prolonging it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests.factories import PASSWORD, make_officer, make_user, my_tho
from tests.markup import markup

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
MARK = '<meta name="session-seconds" content="'
pytestmark = pytest.mark.django_db


def official() -> Client:
    client = Client()
    user = make_officer("commune", my_tho())
    client.post("/dang-nhap/", {"identifier": user.phone, "password": PASSWORD})
    return client


def left(client: Client) -> str:
    return client.get("/phien/con-lai").content.decode()


def test_polling_does_not_extend_the_session() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = official()
        requested = []
        for _ in range(7):
            requested.append(left(client))
            clock.shift(timedelta(minutes=5, seconds=1))
        assert requested == ["1800", "1499", "1198", "897", "596", "295", "0"]
        assert client.get("/tai-khoan/").status_code == 302


def test_page_view_extends_the_session() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = official()
        clock.shift(timedelta(minutes=20))
        assert f'{MARK}1800" data-then="/dang-nhap/?next=%2Ftai-khoan%2F"' in markup(
            client.get("/tai-khoan/").content.decode()
        )
        assert left(client) == "1800"


def test_absolute_limit_bounds_the_remaining_time() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = official()
        for _ in range(35):
            clock.shift(timedelta(minutes=20))
            client.get("/tai-khoan/")
        clock.shift(timedelta(minutes=10))
        assert left(client) == "600"


def test_guests_have_no_remaining_time() -> None:
    assert left(Client()) == "0"
    assert MARK not in Client().get("/don/").content.decode()


def test_remaining_time_is_available_before_a_required_password_change() -> None:
    user = make_user(must_change_password=True)
    client = Client()
    client.post("/dang-nhap/", {"identifier": user.phone, "password": PASSWORD})
    assert int(left(client)) > 0
