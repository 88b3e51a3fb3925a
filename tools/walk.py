"""Print the product's modules that run in each of the five walks of `tests/walks`, in the order of their first call.

Usage: python -m tools.walk [NAME]

A module counts once one of its functions is called while the walk is recorded; being imported does not count. What runs
for every request (middleware) is counted by itself as `every_request`; stand-ins of the outside do not count.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
NOT_PRODUCT = {"tests", "bench", "tools", "var", ".venv"}
OUT = "WALKS_TO"
_left_out: set[str] = set()


def product_path(file_name: str) -> str | None:
    """The path below the root of a module of the product; None for tests, libraries and generated code."""
    if not file_name.startswith(f"{ROOT}{os.sep}"):
        return None
    path = file_name[len(str(ROOT)) + 1 :]
    parts = path.split(os.sep)
    return None if parts[0] in NOT_PRODUCT or "sandbox" in parts else path


@contextmanager
def leave_out(paths: list[str]) -> Iterator[None]:
    """Do not count these modules in the block."""
    _left_out.update(paths)
    try:
        yield
    finally:
        _left_out.clear()


@contextmanager
def record(name: str) -> Iterator[list[str]]:
    """Record the modules whose functions run in the block; the list is filled as they run."""
    paths: list[str] = []
    seen: dict[str, str | None] = {}

    def note(frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        if event != "call" or code.co_name == "<module>" or code.co_filename in seen:
            return
        path = seen[code.co_filename] = product_path(code.co_filename)
        if path and path not in _left_out:
            paths.append(path)

    before = sys.getprofile()
    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield paths
    finally:
        sys.setprofile(before)
        threading.setprofile(None)
    if folder := os.environ.get(OUT):
        Path(folder, f"{name}.json").write_text(json.dumps(paths))


def main(names: list[str]) -> int:
    with TemporaryDirectory() as folder:
        run = [sys.executable, "-m", "pytest", "-n", "0", "tests/walks"]
        status = subprocess.run(run, cwd=ROOT, env=os.environ | {OUT: folder}, check=False).returncode
        for file in sorted(Path(folder).iterdir()):
            if names and file.stem not in names:
                continue
            paths = json.loads(file.read_text())
            print(f"{file.stem}: {len(paths)}", *(f"  {path}" for path in paths), sep="\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
