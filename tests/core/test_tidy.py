"""Small tables stay small, and nothing that is still asked for goes."""

from datetime import timedelta

import pytest
from django.db import connection

from core import clock
from core.models import Throttle
from core.tidy import tidy


@pytest.mark.django_db
def test_tidy_forgets_what_ended_yesterday() -> None:
    now = clock.now()
    for name, hours in (("old", -25), ("recent", -23), ("open", 1)):
        Throttle.objects.create(key=name, window_ends_at=now + timedelta(hours=hours), count=1)
    with connection.cursor() as cursor:
        for hours in (25, 23):
            stamp = int((now - timedelta(hours=hours)).timestamp())
            cursor.execute(
                "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp) VALUES ('t', %s)", [stamp]
            )
        tidy()
        cursor.execute("SELECT count(*) FROM procrastinate_periodic_defers WHERE task_name = 't'")
        assert cursor.fetchone() == (1,)
    assert set(Throttle.objects.values_list("key", flat=True)) == {"recent", "open"}
