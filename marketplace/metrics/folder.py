"""Where the web workers of one server add up their counts: PROMETHEUS_MULTIPROC_DIR, which prometheus-client reads."""

import os
import shutil
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def share_counts(home: Path) -> None:
    """Name and make the folder of this server, unless the environment names one; remove those of servers that ended.

    A server is known by the process that starts the workers. The counts of a worker that died stay with those of the
    others until all of them end: counters fall to 0 together, and never by the share of one.
    """
    if os.environ.get(VARIABLE):
        return
    folder = home / "metrics" / str(os.getppid())
    folder.mkdir(parents=True, exist_ok=True)
    for other in folder.parent.iterdir():
        if not Path(f"/proc/{other.name}").exists():
            shutil.rmtree(other, ignore_errors=True)
    os.environ[VARIABLE] = str(folder)
