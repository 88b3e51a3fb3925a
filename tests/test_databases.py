"""What tests commit is gone before the next one begins: rows, what they took away, where sequences stand, columns."""

import psycopg
import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from accounts.models import AuditEntry, User
from core.models import Event
from tests import databases
from tests.factories import make_user
from tests.parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_rows_and_sequences_are_restored(bare_template: str) -> None:
    stored = databases.Stored(databases.BARE)
    permissions = list(Permission.objects.order_by("pk").values_list())
    first = Event.objects.create(type="a", payload={}).pk
    AuditEntry.objects.create(actor=make_user(), action="test", object_ref="1")  # append-only, and never emptied
    Permission.objects.first().delete()

    stored.restore()

    assert list(Permission.objects.order_by("pk").values_list()) == permissions
    assert not AuditEntry.objects.exists()
    assert not User.objects.exists()
    assert Event.objects.create(type="a", payload={}).pk == first


def test_every_restore_finds_the_tables_written_since_the_last_one(bare_template: str) -> None:
    stored = databases.Stored(databases.BARE)
    permissions = Permission.objects.count()
    for _turn in range(3):
        Event.objects.create(type="a", payload={})
        stored.restore()
        assert (Event.objects.count(), Permission.objects.count()) == (0, permissions)
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE auth_permission CASCADE")
        stored.restore()
        assert (Event.objects.count(), Permission.objects.count()) == (0, permissions)


def test_rows_of_other_connections_are_removed_and_open_ones_closed(bare_template: str) -> None:
    stored = databases.Stored(databases.BARE)
    other = databases._to(stored.name)
    other.execute("DELETE FROM auth_permission")
    at_once([lambda: Event.objects.create(type="a", payload={})] * 3)

    stored.restore()

    with pytest.raises(psycopg.OperationalError):
        other.execute("SELECT 1")
    assert Event.objects.count() == 0
    assert Permission.objects.exists()


def test_changed_schema_is_not_restored(bare_template: str) -> None:
    stored = databases.Stored(databases.BARE)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_event ADD COLUMN of_a_test text")

    stored.restore()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM information_schema.columns WHERE column_name = 'of_a_test'")
        assert cursor.fetchone() == (0,)
