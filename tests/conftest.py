"""What every test stands on: a database of the run's own, units, settled events."""

import os
from collections.abc import Callable, Iterator
from unittest import mock

import pytest
from django.conf import settings
from django.test import TransactionTestCase

from tests import databases


@pytest.fixture(scope="session")
def bare_template(django_test_environment: None, django_db_blocker, django_db_createdb: bool) -> str:
    """The name of a database with every table and nothing in them."""
    name = f"template_{settings.DATABASES['default']['TEST']['NAME']}"
    with django_db_blocker.unblock():
        databases.ensure_template(name, databases.fingerprint(), databases.migrate, anew=django_db_createdb)
    return name


@pytest.fixture(scope="session")
def django_db_setup(bare_template: str, django_db_blocker) -> Iterator[None]:
    """In place of pytest-django's: this worker's own clone; tests that commit get a new one instead of a truncation."""
    name = settings.DATABASES["default"]["TEST"]["NAME"] + os.environ.get("PYTEST_XDIST_WORKER", "")

    def renew(test: object = None) -> None:
        databases.clone(bare_template, name)

    with django_db_blocker.unblock():
        renew()
    with mock.patch.object(TransactionTestCase, "_fixture_teardown", renew):
        yield
    with django_db_blocker.unblock():
        databases.drop(name)


@pytest.fixture
def units(db: None) -> dict:
    """A few administrative units by code: 82 Đồng Tháp, 30076 Mỹ Thọ, 30121 old Mỹ Xương …"""
    from tests.factories import make_units

    return make_units()


@pytest.fixture
def run_events(db: None) -> Callable[[], int]:
    """Deliver every due event, and those that their handlers say; how many deliveries were tried."""
    from core.outbox import deliver_due

    def run() -> int:
        tried = 0
        while now := deliver_due():
            tried += now
        return tried

    return run
