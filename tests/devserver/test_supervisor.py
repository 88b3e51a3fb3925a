"""The supervisor restarts processes: at once after a crash, with a growing delay where one cannot start."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from core.console import StartupError
from devserver import supervisor as module
from devserver.child import Child
from devserver.supervisor import Supervisor
from devserver.wait import wait_for


@pytest.fixture
def keeper() -> Iterator[Supervisor]:
    supervisor = Supervisor()
    thread = threading.Thread(target=supervisor.keep)
    thread.start()
    yield supervisor
    supervisor._request_stop(signal.SIGTERM, None)
    thread.join(timeout=10)
    supervisor.stop()


def test_repeatedly_failing_child_stops_no_other(
    keeper: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "_LONGEST", 0.5)
    starts = tmp_path / "starts"
    code = f"open({str(starts)!r}, 'a').write('x'); raise SystemExit('no such table')"
    keeper.start(
        Child("web", [sys.executable, "-c", "import time; time.sleep(60)"], folder=tmp_path, log=tmp_path / "w")
    )
    keeper.start(Child("worker", [sys.executable, "-c", code], folder=tmp_path, log=tmp_path / "worker.log"))
    assert wait_for(lambda: starts.exists() and len(starts.read_text()) >= 7, seconds=20)
    assert [child.name for child in keeper.children if not child.has_died or child.name == "worker"] == [
        "web",
        "worker",
    ]
    assert f"worker does not run, see {tmp_path / 'worker.log'} (last line: no such table)" in capsys.readouterr().err


def test_child_that_cannot_start_is_retried_with_growing_delays(tmp_path: Path) -> None:
    supervisor, child = Supervisor(), Child("worker", [], folder=tmp_path, log=tmp_path / "log")
    now = time.monotonic()
    waits = [supervisor._count_death(child, now + number) for number in range(11)]
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]
    assert supervisor._count_death(child, now + 600) == 0


ALONE = """
import sys
from pathlib import Path
from devserver.child import Child
from devserver.supervisor import Supervisor

made, folder = Supervisor(), Path(sys.argv[1])
made.listen()
made.start(Child("web", ["sleep", "60"], folder=folder, log=folder / "web"))
print(made.children[0].process.pid, flush=True)
made.keep()
made.stop()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_stop_signal_stops_all_children(tmp_path: Path, number: int) -> None:
    command = [sys.executable, "-c", ALONE, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as alone:
        assert alone.stdout
        child = Path("/proc") / alone.stdout.readline().strip()
        assert (child / "cmdline").read_bytes() == b"sleep\x0060\x00"
        alone.send_signal(number)
        try:
            assert alone.wait(timeout=20) == 0
        finally:
            alone.kill()
    assert not child.exists()


REPLACED = """
import os, signal, sys
from pathlib import Path
from devserver.child import Child
from devserver.keep import become_keeper
from devserver.supervisor import STOPPING, Supervisor

made, folder = Supervisor(), Path(sys.argv[1])
made.listen()
made.start(Child("web", ["sleep", "60"], folder=folder, log=folder / "web"))
print(made.children[0].process.pid, flush=True)
signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
os.kill(os.getpid(), signal.SIGTERM)
become_keeper(made, folder, Path.cwd(), [])
"""


def test_signal_that_arrives_while_the_supervisor_changes_its_program_stops_all_children(tmp_path: Path) -> None:
    (tmp_path / "address").touch()
    command = [sys.executable, "-c", REPLACED, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout
        child = Path("/proc") / supervisor.stdout.readline().strip()
        try:
            assert supervisor.wait(timeout=20) == 0
        finally:
            supervisor.kill()
        assert "Đã dừng. · Stopped." in supervisor.stdout.read()
    assert not child.exists()
    assert not (tmp_path / "address").exists()


class Database:
    """A server that died, and whose next starts fail."""

    def __init__(self, failures: list[Exception], *, is_made: bool = True) -> None:
        self.failures, self.starts = failures, 0
        self.folder = Path("/nowhere")
        self.cluster = SimpleNamespace(is_made=is_made)
        self.is_alive = False
        self.process = SimpleNamespace(poll=lambda: None if self.is_alive else -9)

    def start(self) -> None:
        self.starts += 1
        if self.failures:
            raise self.failures.pop(0)
        self.is_alive = True

    def stop(self) -> None:
        self.is_alive = False


def test_database_failing_during_recovery_is_restarted_until_it_answers(
    keeper: Supervisor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "_LONGEST", 0.05)
    killed = [StartupError("vi", "killed again"), PermissionError("no"), psycopg.OperationalError("gone")]
    keeper.server = server = Database(killed)  # type: ignore[assignment]
    assert wait_for(lambda: server.is_alive, seconds=20)
    assert server.starts == 4
    assert capsys.readouterr().err.count("✗") == 3
    server.is_alive = False
    assert wait_for(lambda: server.is_alive, seconds=20)


def test_database_is_restarted_with_growing_delays() -> None:
    supervisor = Supervisor()
    assert [supervisor._next_pause() for _ in range(8)] == [0.5, 1, 2, 4, 8, 15, 15, 15]


def test_missing_database_files_stop_the_supervisor() -> None:
    supervisor = Supervisor()
    supervisor.server = Database([StartupError("vi", "the data is gone")], is_made=False)  # type: ignore[assignment]
    with pytest.raises(StartupError, match="the data is gone"):
        supervisor.keep()
