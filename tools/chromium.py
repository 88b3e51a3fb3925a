"""Find a Chromium for the browser tests, or install one: Debian's package, otherwise Playwright's own download.

The headless shell is preferred: the same engine without desktop windows, at a third of the processor time.

Usage: python -m tools.chromium   (prints the browser's path, or one line on what to do, with exit status 1)
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.machine import Cannot, explain, install_packages

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")


def find() -> str | None:
    """The browser to use: CHOXA_CHROMIUM, one on the PATH, or one that Playwright downloaded earlier."""
    if named := os.environ.get("CHOXA_CHROMIUM"):
        return named
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    return on_path or _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def get() -> str:
    """The path of a browser; installs one if there is none. Raises Cannot."""
    if path := find():
        return path
    try:
        install_packages(SHELL, "fonts-noto-core")
    except Cannot as reason:
        _download(reason)
    if path := find():
        return path
    raise Cannot("Không có Chromium: hãy đặt CHOXA_CHROMIUM=…", "No Chromium: set CHOXA_CHROMIUM=…")


def _download(reason: Cannot) -> None:
    print("Tải Chromium của Playwright… · Downloading Playwright's Chromium…", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        raise Cannot(
            f"Không có Chromium và không tải được: hãy cài rồi đặt CHOXA_CHROMIUM=… ({reason})",
            "No Chromium here and none could be downloaded: install one and set CHOXA_CHROMIUM=…",
        )


if __name__ == "__main__":
    explain(lambda: print(f"Chromium: {get()}", flush=True))
