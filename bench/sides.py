"""What a run compares, on one PostgreSQL: the shop of this tree, that of `before-speed` ("today"), the bare view.

The databases hold the same goods: today's is loaded once, copied, and brought to this tree's tables by its migrations.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench import goods
from devserver import ports
from devserver.child import die_with_parent
from devserver.postgres import Server
from devserver.wait import wait_for
from tests.shop import ROOT, Shop

TODAY = "before-speed"
TODAY_COMMIT = "01ab8c0e2823f35a852a0d28d86e3d1a646d4cfa"  # where a clone has no tags
PREPARE = {"shared_preload_libraries": "pg_stat_statements", "pg_stat_statements.max": "20000", "max_wal_size": "4GB"}
# Buyers of a bench come from one network with one phone.
LIMITS = (
    "PLACINGS_PER_NETWORK", "PLACINGS_PER_BROWSER", "PLACINGS_PER_PHONE", "PLACINGS_IN_ALL",
    "CART_CHANGES_PER_NETWORK", "CART_CHANGES_PER_BROWSER", "CART_CHANGES_IN_ALL",
)  # fmt: skip


class Side(Shop):
    """A shop of one tree on one database of the bench's server."""

    def __init__(self, name: str, root: Path, folder: Path, server_url: str) -> None:
        super().__init__(folder / name, ports.pick())
        self.name, self.root = name, root
        self.url = server_url.rsplit("/", 1)[0] + f"/{name}"

    @property
    def environment(self) -> dict[str, str]:
        none = {f"CHOXA_{limit}": "0" for limit in LIMITS}
        return super().environment | none | {"DATABASE_URL": self.url, "PYTHONPATH": str(self.root)}

    def load(self, last: int, first: int = 1) -> None:
        """Add goods, by the services of this side's tree."""
        command = [sys.executable, str(ROOT / "bench" / "goods.py"), str(last), str(first)]
        subprocess.run(command, cwd=self.root, env=self.environment, check=True)
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")

    def hold_worker(self) -> None:
        """Stop its worker without ending it: jobs are not part of what is measured."""
        for process in self.workers():
            os.kill(process, signal.SIGSTOP)

    def release_worker(self) -> None:
        for process in self.workers():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)

    def workers(self) -> list[int]:
        return [process for process in self.processes() if b"procrastinate\0worker" in _command(process)]

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.release_worker()
        return super().stop(number)


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


@dataclass
class Sides:
    """What rows measure. `today` is None where this clone has no history."""

    server: Server
    ours: Side
    today: Side | None
    bare_port: int
    products: int

    def count(self, sql: str) -> int:
        """A number from our database."""
        with psycopg.connect(self.ours.url) as connection:
            row = connection.execute(sql).fetchone()
        assert row
        return int(row[0])

    def grow(self, products: int) -> None:
        """Add goods to ours up to this number."""
        self.ours.load(products, self.products + 1)
        self.products = products


@contextmanager
def running(products: int, *, with_today: bool = True) -> Iterator[Sides]:
    """Both shops and the bare view with this many products; their workers are held. All is removed afterwards."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="choxa-bench-"))
        folder.chmod(0o755)
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        server = Server(folder / "postgres", PREPARE)
        server.start()
        server.stop()
        server.cluster.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        url = server.start()
        stack.callback(server.stop)
        ours = Side("ours", ROOT, folder, url)
        tree = stack.enter_context(_tree_of_today(folder)) if with_today else None
        today = Side("today", tree, folder, url) if tree else None
        first = today or ours
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {first.name}")
        _start(first, stack)
        first.load(products)
        if today:
            today.stop()
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("CREATE DATABASE ours TEMPLATE today")
            shutil.copytree(today.home / "media", ours.home / "media")
            _start(today, stack)
            _start(ours, stack)
        bare = stack.enter_context(_bare(ours.url))
        for side in filter(None, (ours, today)):
            side.hold_worker()
        yield Sides(server, ours, today, bare, products)


def _start(side: Side, stack: ExitStack) -> None:
    print(f"starting {side.name} …", flush=True)
    side.start()
    stack.callback(lambda: side.process and side.process.poll() is None and side.stop())


@contextmanager
def _tree_of_today(folder: Path) -> Iterator[Path | None]:
    """The files of `before-speed` in a worktree of their own; None, and a line about it, without a history."""
    tree, git = folder / "tree", ["git", "-C", str(ROOT)]
    for name in (TODAY, TODAY_COMMIT):
        command = [*git, "worktree", "add", "--detach", "--force", str(tree), name]
        if shutil.which("git") and subprocess.run(command, check=False, capture_output=True).returncode == 0:
            break
    else:
        print(f"no {TODAY} in this copy: rows that compare with it are left out")
        yield None
        return
    try:
        yield tree
    finally:
        subprocess.run([*git, "worktree", "remove", "--force", str(tree)], check=False, capture_output=True)


@contextmanager
def _bare(url: str) -> Iterator[int]:
    """The bare view's port; the shop's number of workers, one thread each."""
    port = ports.pick()
    command = [
        sys.executable, "-m", "granian", "bench.bare.wsgi:application", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "2", "--blocking-threads", "1", "--no-ws", "--http", "1", "--log-level",
        "critical",
    ]  # fmt: skip
    own = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bench.bare.settings"}
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | own, preexec_fn=die_with_parent)
    try:
        assert wait_for(lambda: not ports.is_free(port), seconds=30), "the bare view does not start"
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def product_of(number: int, side: Side) -> tuple[int, str]:
    """(id, page) of the goods' product of this number."""
    with psycopg.connect(side.url) as connection:
        row = connection.execute(
            "SELECT id, slug FROM catalog_product WHERE name = %s", [goods.name_of(number)]
        ).fetchone()
    assert row
    return row[0], f"/hang/{row[1]}-{row[0]}/"
