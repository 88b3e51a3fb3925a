"""One process under the supervisor, with the processes that it starts itself."""

import ctypes
import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from devserver import logs

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Ask the system for this signal when the parent dies, also by kill -9."""
    _libc.prctl(_PR_SET_PDEATHSIG, number)


class Child:
    """A command in its own process group, with its output in a log; `orphaned` is the signal if its parent dies."""

    def __init__(
        self, name: str, command: list[str], *, folder: Path, log: Path, orphaned: int = signal.SIGTERM
    ) -> None:
        self.name, self.command, self.folder, self.log, self.orphaned = name, command, folder, log, orphaned
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0

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
    def _signal(process: subprocess.Popen[bytes], number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
