"""The whole shop started by its own command, on a port and in a folder of its own: for tests, pictures and benches."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, TypeVar

from devserver import ports
from devserver.child import die_with_parent
from devserver.wait import wait_for

ROOT = Path(__file__).resolve().parent.parent
START = 300  # seconds, on a slow machine


class Shop:
    """A copy of the shop under `home` at `port`, of the tree `root`."""

    root = ROOT

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.base_url = f"http://127.0.0.1:{port}"
        self.log = home.with_name(f"{home.name}.log")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        ours = {
            name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "CHOXA_", "MAKE"))
        }
        return ours | {
            "CHOXA_HOME": str(self.home),
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "marketplace.settings",
        }

    def command(self, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run `python -m marketplace …` beside it, to its end."""
        command = [sys.executable, "-m", "marketplace", *words]
        environment = self.environment | more
        return subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, check=False)

    def demo(self) -> dict[str, Any]:
        return json.loads(self.command("demo", "--json").stdout)

    def start(self) -> None:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "marketplace", "up", "--demo"],
                cwd=self.root,
                env=self.environment,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,
            )
        process = self.process
        wait_for(lambda: process.poll() is not None or self.health() == 200, seconds=START, every=0.1)
        if self.health() != 200:
            raise RuntimeError(self.log.read_text())

    def health(self) -> int | None:
        """The status of /healthz; None where nobody answers."""
        try:
            with closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as requested:
                requested.request("GET", "/healthz")
                return requested.getresponse().status
        except OSError:
            return None

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Stop it by a signal; its exit status."""
        assert self.process
        self.process.send_signal(number)
        return self.process.wait(timeout=60)

    def processes(self) -> list[int]:
        """Those of this machine whose command or surroundings name this copy's folder."""
        mark = os.fsencode(self.home)
        result = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
            except OSError:
                continue
            if mark in words and int(folder.name) != os.getpid():
                result.append(int(folder.name))
        return result


S = TypeVar("S", bound=Shop)


@contextmanager
def temporary_shop(kind: type[S] = Shop) -> Iterator[S]:  # type: ignore[assignment]
    """A shop in a temporary folder, not started yet; stopped and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="choxa-shop-"))
    folder.chmod(0o755)
    shop = kind(folder / "home", ports.pick())
    try:
        yield shop
    finally:
        if shop.process and shop.process.poll() is None:
            shop.stop()
        shutil.rmtree(folder, ignore_errors=True)
