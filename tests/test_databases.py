"""What tests commit is gone before the next one begins: rows, what they took away, where sequences stand, columns."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from accounts.models import AuditEntry, User
from core.models import Event
from tests import databases
from tests.factories import make_user

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


def test_changed_schema_is_not_restored(bare_template: str) -> None:
    stored = databases.Stored(databases.BARE)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_event ADD COLUMN of_a_test text")

    stored.restore()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM information_schema.columns WHERE column_name = 'of_a_test'")
        assert cursor.fetchone() == (0,)
