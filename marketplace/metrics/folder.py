"""The folder of the web workers' counters: PROMETHEUS_MULTIPROC_DIR, which prometheus-client reads."""

import os
import shutil
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
server: int | None = None  # the process that starts the workers; else the parent of the one that calls


def share_counts(home: Path) -> None:
    """Create the folder of this server, unless the environment names one; remove those of ended servers.

    A server is identified by the process that starts the workers. The counts of a dead worker are kept until the server
    ends: counters are reset together, and never decrease by the share of one worker.
    """
    if os.environ.get(VARIABLE):
        return
    folder = home / "metrics" / str(server or os.getppid())
    folder.mkdir(parents=True, exist_ok=True)
    for other in folder.parent.iterdir():
        if not Path(f"/proc/{other.name}").exists():
            shutil.rmtree(other, ignore_errors=True)
    os.environ[VARIABLE] = str(folder)


def leave_counting_to_workers() -> None:
    """Remove this process's own files, before it forks the workers: a gauge of zero in them is no worker's."""
    for path in Path(os.environ.get(VARIABLE, os.devnull)).glob(f"*_{os.getpid()}.db"):
        path.unlink()
