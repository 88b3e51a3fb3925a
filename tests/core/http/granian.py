"""A real granian for one test file, and raw HTTP requests to it."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from devserver import ports
from devserver.child import die_with_parent
from devserver.wait import wait_for


@dataclass(frozen=True)
class Granian:
    port: int

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def send(self, *parts: bytes | str) -> "Raw":
        """Send everything on one connection, read until the server closes it or the answer is complete."""
        with self.connect() as one:
            for part in parts:
                one.sendall(part.encode() if isinstance(part, str) else part)
            return read_answer(one)


@dataclass(frozen=True)
class Raw:
    """One answer."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]

    def json(self) -> dict[str, Any]:
        return json.loads(self.body)


def read_answer(one: socket.socket) -> Raw:
    file = one.makefile("rb")
    status = int(file.readline().split()[1])
    headers = []
    while line := file.readline().strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers.append((name.lower(), value.strip()))
    length = int(dict(headers).get("content-length", "0"))
    return Raw(status, headers, file.read(length))


@contextmanager
def served(target: str, *words: str, **environment: str) -> Iterator[Granian]:
    """The application `module:name` under granian, with one worker."""
    port = ports.pick()
    command = [sys.executable, "-m", "granian", target, "--interface", "rsgi", "--port", str(port), "--no-ws"]
    command += ["--http", "1", "--http1-header-read-timeout", "500", "--no-log", *words]
    process = subprocess.Popen(command, preexec_fn=die_with_parent, env=os.environ | environment)
    try:
        assert wait_for(lambda: not ports.is_free(port), seconds=20)
        yield Granian(port)
    finally:
        process.terminate()
        process.wait()
