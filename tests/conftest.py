"""Fixtures of all tests: the run's own databases, administrative units, delivery of events."""

import gc
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import blocking_manager_key

from marketplace.messages import compile_catalogues
from tests import databases
from tests.server import RunServer

# Imported modules and collected tests are never garbage: collection is off until `pytest_collection_finish`.
gc.disable()

_servers: list[RunServer] = []
_builder: list[subprocess.Popen[bytes]] = []

# No deadline: the duration of an example says nothing on a busy machine.
hypothesis_settings.register_profile("choxa", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.register_profile("unit", hypothesis_settings.get_profile("choxa"), max_examples=20)
hypothesis_settings.load_profile("choxa")


# The longest tests run first, so that no worker ends the run alone with one.
LONGEST = (
    "tests/devserver/test_up.py",
    "tests/demo_data/test_seed.py",
    "tests/browser/",
    "tests/frontend/test_budgets.py",
    "tests/faults/",
    "tests/access/test_pages.py",
    "tests/payments/api/test_schema.py",
)


# Tests without the shared database that start their own PostgreSQL, shop, proxy or build.
WITH_PROCESSES = (
    "tests/browser/",
    "tests/deploy/",
    "tests/devserver/",
    "tests/faults/",
    "tests/marketplace/backup/",
    "tests/marketplace/test_closed_folder.py",
)
# A file whose tests all need the database: a run of unit tests does not import it.
WHOLE_FILE_NEEDS_DATABASE = re.compile(r"^pytestmark = .*django_db", re.MULTILINE)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than the processors, because tests often wait for browsers, servers and killed workers."""
    return (os.cpu_count() or 1) + 1


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--unit", action="store_true", help="only tests that need no database, server, process or browser")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if config.option.unit and collection_path.suffix == ".py":
        return bool(WHOLE_FILE_NEEDS_DATABASE.search(collection_path.read_text())) or None
    return None


def is_unit(item: pytest.Item) -> bool:
    """Whether a test needs neither a database nor its own process."""
    if item.nodeid.startswith(WITH_PROCESSES) or any(item.get_closest_marker(name) for name in ("browser", "threads")):
        return False
    if isinstance(item, pytest.Function) and item.cls and issubclass(item.cls, TransactionTestCase):
        return False
    needs_database = {"db", "transactional_db", "django_db_setup", "bare_template", "live_server"}
    return not (item.get_closest_marker("django_db") or needs_database & {*getattr(item, "fixturenames", ())})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.option.unit:
        config.hook.pytest_deselected(items=[item for item in items if not is_unit(item)])
        items[:] = [item for item in items if is_unit(item)]
    items.sort(
        key=lambda item: next((n for n, path in enumerate(LONGEST) if item.nodeid.startswith(path)), len(LONGEST))
    )


def pytest_collection_finish() -> None:
    """Exclude the collected tests from garbage collection, which saves a tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    gc.enable()


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    compile_catalogues()
    if config.option.unit:
        hypothesis_settings.load_profile("unit")
        return
    os.environ.setdefault("CHOXA_TEST_RUN", str(os.getpid()))
    if not os.environ.get("DATABASE_URL"):
        _servers.append(RunServer())
        _servers[0].start()
    if config.getoption("numprocesses", None):
        _builder.append(build_in_advance(whole=config.args == config.getini("testpaths")))


def build_in_advance(*, whole: bool) -> "subprocess.Popen[bytes]":
    """Build the templates while the workers collect tests; the pilot's too where all tests are run."""
    return subprocess.Popen([sys.executable, "-m", "tests.databases", *(["--pilot"] if whole else [])])


def pytest_unconfigure(config: pytest.Config) -> None:
    while _builder:
        builder = _builder.pop()
        builder.terminate()
        builder.wait()
    while _servers:
        _servers.pop().stop()


@pytest.fixture(scope="session")
def bare_template(django_test_environment: None, django_db_blocker) -> str:
    """The name of a database with all tables, empty."""
    with django_db_blocker.unblock():
        return databases.bare_template()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Select the database before a fixture opens a transaction in it, and clear caches of another one's data."""
    cache.clear()
    fixtures = getattr(item, "fixturenames", ())
    with item.config.stash[blocking_manager_key].unblock():
        kinds = (databases.PILOT, *databases.READY)
        databases.selected.choose(next((name for name in kinds if f"{name}_database" in fixtures), databases.BARE))


@pytest.fixture(scope="session")
def django_db_setup(bare_template: str, django_db_blocker) -> Iterator[None]:
    """Replaces pytest-django's fixture: this worker's own clones, restored after tests that commit."""
    with django_db_blocker.unblock():
        databases.selected.open(
            settings.DATABASES["default"]["TEST"]["NAME"] + os.environ.get("PYTEST_XDIST_WORKER", "")
        )
    with mock.patch.object(TransactionTestCase, "_fixture_teardown", side_effect=databases.selected.restore):
        yield
    with django_db_blocker.unblock():
        databases.selected.close()


@pytest.fixture
def market_database() -> None:
    """Marks tests that use the database with the market of `tests.market`; `pytest_runtest_setup` selects it."""


@pytest.fixture
def paid_database() -> None:
    """Marks tests that use the database with one paid order in addition; `pytest_runtest_setup` selects it."""


@pytest.fixture
def access_database() -> None:
    """Marks tests that use the database with the world of `tests.access`; `pytest_runtest_setup` selects it."""


@pytest.fixture
def pilot_database() -> None:
    """Marks tests that use the database with all units and the pilot's data; `pytest_runtest_setup` selects it."""


@pytest.fixture
def pilot(pilot_database: None, transactional_db: None) -> None:
    """The pilot's data as after `make up`: sellers, goods, photos, past sales, demo users."""


@pytest.fixture
def units(db: None) -> dict:
    """A few administrative units by code: 82 Đồng Tháp, 30076 Mỹ Thọ, 30121 old Mỹ Xương …"""
    from tests.factories import make_units

    return make_units()


@pytest.fixture
def run_events(db: None) -> Callable[[], int]:
    """Deliver all due events, and those that their handlers publish. Returns the number of tried deliveries."""
    from tests.events import deliver_all

    return deliver_all
