"""All units, loaded once for a module: 1.7 seconds are too long for every test."""

from collections.abc import Iterator

import pytest
from django.db import connection

from places.services.load_units import load_units


@pytest.fixture(scope="module")
def all_units(django_db_setup: None, django_db_blocker) -> Iterator[dict[str, int]]:
    """Committed before the module's tests begin their transactions; taken away after the last."""
    with django_db_blocker.unblock():
        yield load_units()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM places_succession")
            cursor.execute("DELETE FROM places_unit")
