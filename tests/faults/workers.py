"""Real worker processes on the test's database, to be killed, and waiting for their effects."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection

_WAITING = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid)))"
PATIENCE = 60  # seconds: a slow machine, never a slow worker


@contextmanager
def worker() -> Iterator["subprocess.Popen[bytes]"]:
    """A worker as `up` starts it; whatever happens, it does not outlive the test."""
    there = connection.settings_dict
    url = f"postgres://{there['USER']}:{quote(there['PASSWORD'])}@{there['HOST']}:{there['PORT']}/{there['NAME']}"
    process = subprocess.Popen(
        [sys.executable, "-m", "marketplace", "procrastinate", "worker", "--concurrency", "2"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
    )
    try:
        yield process
    finally:
        kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """As the kernel does when memory runs out: no signal handler, no farewell."""
    process.send_signal(signal.SIGKILL)
    process.wait()


def until(is_so: Callable[[], bool], what: str) -> None:
    """Look again until it is so; fail after PATIENCE."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {PATIENCE} s in vain for: {what}")
        time.sleep(0.05)


@contextmanager
def held(lock: str) -> Iterator[Callable[[], bool]]:
    """A lock (an SQL statement) held from outside; tells whether somebody waits for it."""
    there = connection.settings_dict
    with psycopg.connect(
        host=there["HOST"],
        port=there["PORT"] or 5432,
        user=there["USER"],
        password=there["PASSWORD"] or None,
        dbname=there["NAME"],
    ) as holder:
        holder.execute(lock)

        def is_awaited() -> bool:
            # Asked on another connection: within one transaction PostgreSQL shows its activity as it first was.
            with connection.cursor() as cursor:
                cursor.execute(_WAITING, [holder.info.backend_pid])
                return bool(cursor.fetchone()[0])

        yield is_awaited
