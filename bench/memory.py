"""The memory of a shop's processes: PSS, which divides shared pages among those who share them."""

import re
from pathlib import Path

from bench.sides import Side


def pss(side: Side) -> dict[str, float]:
    """MB of the supervisor, the web server's processes and the worker, by name; a dead process counts nothing."""
    sizes = {"web": 0.0, "worker": 0.0, "supervisor": 0.0}
    for process in side.processes():
        try:
            command = Path(f"/proc/{process}/cmdline").read_bytes()
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        except OSError:
            continue
        size = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
        if size:
            sizes[_role(command)] += int(size[1]) / 1000
    return sizes


def _role(command: bytes) -> str:
    if b"granian" in command:
        return "web"
    return "worker" if b"procrastinate" in command else "supervisor"
