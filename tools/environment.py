"""Make `.venv` and install a lock into it, by hashes only; returns at once if nothing changed.

Usage: python3 -m tools.environment [requirements.lock | requirements-dev.lock]
"""

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.machine import Cannot, explain, install_packages, run

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"
# `promise` is distributed as source only; its build dependencies come from the same lock.
BUILDER = "setuptools"


def main(lock_name: str) -> None:
    lock = ROOT / lock_name
    text = lock.read_text()
    mark = hashlib.sha256(text.encode()).hexdigest()
    if PYTHON.exists() and mark in installed():
        return
    if sys.version_info < (3, 11):  # noqa: UP036 - the machine's own Python runs this file
        have = sys.version.split()[0]
        raise Cannot(
            f"Cần Python 3.11 trở lên, ở đây là {have}: hãy chạy lại với make PYTHON=….",
            f"Python 3.11 or newer is needed, here is {have}: run again with make PYTHON=….",
        )
    make_venv()
    print(f"Cài thư viện từ {lock_name}… · Installing the libraries of {lock_name}…", flush=True)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as builder:
        builder.write(entry(text, BUILDER))
        builder.flush()
        pip("--requirement", builder.name)
    pip("--no-build-isolation", "--use-pep517", "--requirement", str(lock))
    STAMP.write_text("\n".join(satisfied_by(lock_name)))


def installed() -> list[str]:
    return STAMP.read_text().split() if STAMP.exists() else []


def satisfied_by(lock_name: str) -> list[str]:
    """The digests of the locks that this installation satisfies: the development lock contains the other's pins."""
    names = {lock_name, "requirements.lock"}
    return [hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in sorted(names)]


def entry(lock: str, name: str) -> str:
    """One package's lines of a lock: its pin and its hashes."""
    result = re.search(rf"^{name}==.*(?:\n    .*)*", lock, re.MULTILINE)
    if not result:
        raise Cannot(f"Tệp khóa thiếu {name}", f"The lock lacks {name}")
    return result.group()


def make_venv() -> None:
    if (
        PYTHON.exists()
        and subprocess.run([PYTHON, "-c", "import pip"], check=False, capture_output=True).returncode == 0
    ):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if importlib.util.find_spec("ensurepip") is None:
        install_packages("python3-venv")
    print("Tạo môi trường Python .venv… · Making the Python environment .venv…", flush=True)
    run([sys.executable, "-m", "venv", str(VENV)])


def pip(*words: str) -> None:
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-warn-script-location"]
    run([str(PYTHON), "-m", "pip", "install", *quiet, "--require-hashes", *words])


if __name__ == "__main__":
    explain(lambda: main(*(sys.argv[1:] or ["requirements.lock"])))
