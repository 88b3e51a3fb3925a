"""Check that no lock or configuration names a download address: packages are identified by hashes.

Usage: python -m tools.no_addresses
"""

import re
from pathlib import Path

from tools.machine import Cannot, explain

ROOT = Path(__file__).resolve().parent.parent
FILES = ("*.lock", "*-lock.json", "pyproject.toml", "Makefile", "*.cfg", "*.ini", ".ci/*")
NOT_OURS = {".venv", "var", "node_modules", ".git"}
ADDRESS = re.compile(r"https?://[^\s\"']+")


def main() -> None:
    for path in (path for pattern in FILES for path in ROOT.rglob(pattern)):
        name = path.relative_to(ROOT)
        if NOT_OURS.isdisjoint(name.parts) and (result := ADDRESS.search(path.read_text())):
            raise Cannot(f"{name} có địa chỉ {result.group()}", f"{name} names the address {result.group()}")


if __name__ == "__main__":
    explain(main)
