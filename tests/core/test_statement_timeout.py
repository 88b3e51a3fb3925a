"""A statement of a web request is cancelled after its timeout."""

import pytest
from django.conf import settings
from django.db import connection

from core.statement_timeout import limit_statements


@pytest.mark.django_db
def test_new_connection_has_the_statement_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    before = settings.DATABASES["default"]["OPTIONS"]
    monkeypatch.setitem(settings.DATABASES["default"], "OPTIONS", before | {"options": "-c work_mem=8MB"})
    limit_statements(7)
    later = connection.copy()
    try:
        with later.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout'), current_setting('work_mem')")
            assert cursor.fetchone() == ("7s", "8MB")
    finally:
        later.close()
