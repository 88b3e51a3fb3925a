"""One process under the supervisor, with the processes that it starts itself."""

import ctypes
import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from devserver import logs

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Ask the system for this signal when the parent dies, also by kill -9."""
    _libc.prctl(_PR_SET_PDEATHSIG, number)


class Adopted:
    """A child of this process that an earlier program of the process started; used like a Popen."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:  # it has been waited for already
                pid, status = self.pid, 0
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status. Raises TimeoutExpired."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
            time.sleep(0.02)
        return status

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


Process = subprocess.Popen[bytes] | Adopted


class Child:
    """A command in its own process group, with its output in a log; `orphaned` is the signal if its parent dies."""

    def __init__(
        self, name: str, command: list[str], *, folder: Path, log: Path, orphaned: int = signal.SIGTERM
    ) -> None:
        self.name, self.command, self.folder, self.log, self.orphaned = name, command, folder, log, orphaned
        self.process: Process | None = None
        self.started_at = 0.0

    def as_dict(self) -> dict[str, Any]:
        """For `from_dict` in a later program of this process."""
        return {
            "name": self.name, "command": self.command, "folder": str(self.folder), "log": str(self.log),
            "orphaned": int(self.orphaned), "pid": self.process and self.process.pid, "started_at": self.started_at,
        }  # fmt: skip

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Child":
        folder, log = Path(values["folder"]), Path(values["log"])
        child = cls(values["name"], values["command"], folder=folder, log=log, orphaned=values["orphaned"])
        child.process = Adopted(values["pid"]) if values["pid"] else None
        child.started_at = values["started_at"]
        return child

    def start(self) -> None:
        with logs.open_log(self.log) as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own arguments
                self.command,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the supervisor, who stops its children in order
                preexec_fn=lambda: die_with_parent(self.orphaned),
            )
        self.started_at = time.monotonic()

    @property
    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def clear(self) -> None:
        """Kill the remaining processes of a dead child's group, so that its port is free."""
        if self.process:
            self._signal(self.process, signal.SIGKILL)

    def ask_to_stop(self) -> None:
        if self.process and not self.has_died:
            self.process.send_signal(signal.SIGTERM)

    def stop(self, seconds: float) -> None:
        """Wait for it to end after `ask_to_stop`, then kill it with all its processes."""
        if self.process:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=seconds)
            self._signal(self.process, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def last_words(self) -> str:
        """The last lines of its log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").strip().splitlines()[-12:])

    @staticmethod
    def _signal(process: Process, number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
