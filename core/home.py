"""CHOXA_HOME: the folder with all files of this installation, and the lock that allows one running copy."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from core.console import StartupError
from core.mode import recorded_mode


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, atomically."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    draft.replace(path)


def ensure_secret_key(home: Path) -> str:
    """The signing key of this installation, created at the first call."""
    path = home / "secret-key"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(48))
    return path.read_text().strip()


def lock(path: Path) -> IO[str] | None:
    """The file, locked while it is open; None if another process has the lock."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def is_running(home: Path) -> bool:
    """Whether a supervisor has locked this folder."""
    if not (home / "lock").exists():
        return False
    file = lock(home / "lock")
    if file:
        file.close()
    return file is None


@contextmanager
def held(home: Path) -> Iterator[IO[str]]:
    """Lock the folder inside the block. The lock ends with the process, also after kill -9."""
    file = lock(home / "lock")
    if file is None:
        raise StartupError(
            f"Một bản khác đang chạy từ {home}: hãy dừng bản đó, hoặc đặt CHOXA_HOME=… và PORT=… khác.",
            f"Another copy runs from {home}: stop it, or set another CHOXA_HOME=… and PORT=….",
        )
    with file:
        yield file


def remember_mode(home: Path, mode: str) -> None:
    """Store the mode of this installation, once: every later command reads it."""
    if mode != "test" and not recorded_mode(home):
        home.mkdir(parents=True, exist_ok=True)
        write_private(home / "mode", f"{mode}\n")


def remember_address(home: Path, base_url: str) -> None:
    """Store the address of the running shop, for commands in other terminals."""
    write_private(home / "address", base_url)


def remove_address(home: Path) -> None:
    (home / "address").unlink(missing_ok=True)


def remembered_address(home: Path) -> str | None:
    """The address of the running shop; None if none runs."""
    path = home / "address"
    return path.read_text().strip() if path.exists() and is_running(home) else None
