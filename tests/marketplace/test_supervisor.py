"""What keeps the shop's processes alive: at once after an accident, patiently where one cannot run."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from marketplace.embedded import supervisor as module
from marketplace.embedded.child import Child
from marketplace.embedded.supervisor import Supervisor
from marketplace.embedded.wait import wait_for


@pytest.fixture
def keeper() -> Iterator[Supervisor]:
    made = Supervisor()
    thread = threading.Thread(target=made.keep)
    thread.start()
    yield made
    made._heard(signal.SIGTERM, None)
    thread.join(timeout=10)
    made.stop()


def test_one_that_dies_over_and_over_closes_nothing_else(
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


def test_one_that_cannot_run_is_tried_ever_more_slowly(tmp_path: Path) -> None:
    made, child = Supervisor(), Child("worker", [], folder=tmp_path, log=tmp_path / "log")
    now = time.monotonic()
    waits = [made._count_death(child, now + number) for number in range(11)]
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]
    assert made._count_death(child, now + 600) == 0


ALONE = """
import sys
from pathlib import Path
from marketplace.embedded.child import Child
from marketplace.embedded.supervisor import Supervisor

made, folder = Supervisor(), Path(sys.argv[1])
made.listen()
made.start(Child("web", ["sleep", "60"], folder=folder, log=folder / "web"))
print(made.children[0].process.pid, flush=True)
made.keep()
made.stop()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_told_to_stop_it_stops_all_that_it_started(tmp_path: Path, number: int) -> None:
    command = [sys.executable, "-c", ALONE, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as alone:
        assert alone.stdout
        child = Path("/proc") / alone.stdout.readline().strip()
        assert (child / "cmdline").read_bytes() == b"sleep\x0060\x00"
        alone.send_signal(number)
        assert alone.wait(timeout=20) == 0
    assert not child.exists()
