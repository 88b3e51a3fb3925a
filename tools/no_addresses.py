"""Check that no tracked lock or configuration names an address to download from: what is installed is told by hashes.

Usage: python -m tools.no_addresses
"""

import re
import subprocess
from pathlib import Path

from tools.machine import Cannot, explain

FILES = ("*.lock", "*-lock.json", "pyproject.toml", "Makefile", ".ci/*", "*.cfg", "*.ini")
ADDRESS = re.compile(r"https?://[^\s\"']+")


def main() -> None:
    tracked = subprocess.run(["git", "ls-files", "--", *FILES], check=True, capture_output=True, text=True).stdout
    for name in tracked.split():
        if found := ADDRESS.search(Path(name).read_text()):
            raise Cannot(f"{name} có địa chỉ {found.group()}", f"{name} names the address {found.group()}")


if __name__ == "__main__":
    explain(main)
