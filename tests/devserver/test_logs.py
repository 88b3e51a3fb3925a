"""Log files: readable by their owner only, and of bounded size while a process keeps writing."""

import subprocess
import sys
from pathlib import Path

from devserver.child import Child
from devserver.logs import open_log, rotate
from devserver.wait import wait_for


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_log_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    new, old = tmp_path / "log" / "web.log", tmp_path / "worker.log"
    old.write_text("before\n")
    old.chmod(0o644)
    for path in (new, old):
        with open_log(path) as file:
            file.write(b"now\n")
        assert mode(path) == 0o600
    assert old.read_text() == "before\nnow\n"


def test_full_log_is_rotated_and_a_limited_number_kept(tmp_path: Path) -> None:
    path = tmp_path / "web.log"
    for words in ("one", "two", "three", "four"):
        path.write_text(words * 10)
        rotate(path, largest=20, older=2)
    assert {log_file.name: log_file.read_text()[:4] for log_file in tmp_path.iterdir()} == {
        "web.log": "",
        "web.log.1": "four",
        "web.log.2": "thre",
    }
    assert mode(tmp_path / "web.log.1") == 0o600


def test_small_or_missing_log_is_not_rotated(tmp_path: Path) -> None:
    path = tmp_path / "web.log"
    rotate(path)
    path.write_text("small")
    rotate(path, largest=5)
    assert [log_file.name for log_file in tmp_path.iterdir()] == ["web.log"]


def test_process_continues_in_its_truncated_log(tmp_path: Path) -> None:
    code = "import sys\nfor line in sys.stdin: print(line, end='', flush=True)"
    path = tmp_path / "web.log"
    with open_log(path) as log:
        process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=log, text=True)
    assert process.stdin
    process.stdin.write("a" * 50 + "\n")
    process.stdin.flush()
    assert wait_for(lambda: path.stat().st_size == 51, seconds=20)
    rotate(path, largest=50)
    process.stdin.write("b\n")
    process.stdin.close()
    process.wait()
    assert (path.read_text(), (tmp_path / "web.log.1").read_text()) == ("b\n", "a" * 50 + "\n")


def test_child_of_the_supervisor_has_a_private_log(tmp_path: Path) -> None:
    child = Child("web", [sys.executable, "-c", ""], folder=tmp_path, log=tmp_path / "log" / "web.log")
    child.start()
    child.stop(seconds=20)
    assert mode(child.log) == 0o600
