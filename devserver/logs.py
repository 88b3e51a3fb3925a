"""Log files of the started processes: readable by their owner only, and of bounded size.

A process writes into its file itself, so a full one is copied and truncated: it was opened for appending.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import IO

LARGEST = 10_000_000  # bytes of one file
OLDER_FILES = 5  # older ones: web.log.1, the newest, to web.log.5


def open_log(path: Path) -> IO[bytes]:
    """The file, for appending, with mode 0600, even if it was created with another."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.fchmod(descriptor, 0o600)
    return os.fdopen(descriptor, "ab")


def rotate(path: Path, *, largest: int = LARGEST, older: int = OLDER_FILES) -> None:
    """Rotate the file if it is larger than that. If it cannot be copied (full disk), it is only truncated."""
    if not path.exists() or path.stat().st_size <= largest:
        return
    for number in range(older - 1, 0, -1):
        with suppress(FileNotFoundError):
            _older(path, number).replace(_older(path, number + 1))
    with suppress(OSError), path.open("rb") as full, open_log(_older(path, 1)) as copy:
        shutil.copyfileobj(full, copy)
    os.truncate(path, 0)


def _older(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}")
