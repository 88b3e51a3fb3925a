"""Sign-in entries are deleted after a year; all other audit entries are kept."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import AuditEntry
from accounts.services.delete_old_sign_ins import delete_old_sign_ins


def line(action: str, days: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_auditentry (at, action, object_ref, on_behalf_of, before, after)"
            " VALUES (now() - make_interval(days => %s), %s, 'accounts.User:1', '', '{}', '{}')",
            [days, action],
        )


def test_sign_ins_older_than_a_year_are_deleted(db: None) -> None:
    for action in ("user.sign_in", "user.sign_in_failed", "seller.verify"):
        for days in (368, 366, 360):
            line(action, days)
    assert delete_old_sign_ins() == 2
    assert AuditEntry.objects.count() == 7


@pytest.mark.parametrize(("action", "days"), [("user.sign_in", 300), ("seller.verify", 4_000)])
def test_database_refuses_deletion_of_other_entries(db: None, action: str, days: int) -> None:
    line(action, days)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.all().delete()
