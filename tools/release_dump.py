"""Dump the demo's database as this version makes it: `.venv/bin/python -m tools.release_dump v0.2.0`.

Run once when a version is tagged, and commit what it writes, `tests/marketplace/releases/<version>.dump.xz`: rows in
nearly every table, without photos. `tests/marketplace/test_releases.py` migrates each to the current tables. The
database is that of a test run, so the tests' key decrypts its encrypted columns.
"""

import lzma
import os
import re
import sys
import tempfile
from pathlib import Path

import django

from tools.machine import Cannot, explain

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "marketplace" / "releases"
SUFFIX = ".dump.xz"


def main() -> None:
    version = sys.argv[1] if len(sys.argv) == 2 else ""
    if not re.fullmatch(r"v\d+\.\d+\.\d+", version):
        raise Cannot("hãy ghi phiên bản, ví dụ v0.2.0", "name the version, such as v0.2.0")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ.pop("DATABASE_URL", None)
    django.setup()
    from tests.server import RunServer

    server = RunServer()
    server.start()
    try:
        write(FOLDER / f"{version}{SUFFIX}")
    finally:
        server.stop()


def write(target: Path) -> None:
    """Create the demo in a separate database, and dump it into the file."""
    from marketplace.backup.postgres import dump
    from tests import databases

    databases.use(databases.pilot_template())
    target.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "dump"
        dump(plain, "--compress=none")  # xz makes it much smaller than pg_dump can
        target.write_bytes(lzma.compress(plain.read_bytes(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{target}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    explain(main)
