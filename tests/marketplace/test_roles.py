"""The database role of the shop gets its rights on every table from the owner, including later migrations."""

import pytest
from django.db import connection

from marketplace import roles

ROLE = "pg_monitor"  # every server has it, and it has no rights of its own on our tables


def may(right: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'of_a_later_migration', %s)", [ROLE, right])
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db
def test_running_role_has_row_rights_only(monkeypatch: pytest.MonkeyPatch, django_assert_num_queries) -> None:
    monkeypatch.setattr(roles, "_running_role", lambda: ROLE)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE of_a_later_migration (id bigserial)")
    assert not may("SELECT")
    roles.let_run()
    assert [right for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER") if may(right)] == [
        "SELECT",
        "INSERT",
        "UPDATE",
        "DELETE",
    ]
    with django_assert_num_queries(1):
        roles.let_run()


@pytest.mark.django_db
def test_migrations_run_as_the_owner_role(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = connection.settings_dict["USER"]
    monkeypatch.setattr(connection, "close", lambda: None)  # stay in the test's transaction
    settings.DATABASE_OWNER = {"USER": "market_owner", "TEST": {}}
    settings.RUN_USER = "market"
    with roles.as_owner():
        assert connection.settings_dict["USER"] == "market_owner"
    assert connection.settings_dict["USER"] == ours
    assert roles._running_role() == "market"
    settings.DATABASE_OWNER = None
    with roles.as_owner():
        assert connection.settings_dict["USER"] == ours
    assert roles._running_role() is None
