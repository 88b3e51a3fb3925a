"""`python -m bench.lighthouse`: the home page's Lighthouse scores on a phone, at least 95 of 100 in each category.

Needs node, npm and a Chromium; where one is missing it says so and ends well. Performance depends on the machine: the
figure counts on a quiet one. Bytes, requests and layout shift are held by `make check`.
"""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from tests.shop import temporary_shop
from tools import chromium
from tools.machine import Cannot, explain, run

PACKAGE = "lighthouse@12.8.2"  # 13 needs a newer node
ENOUGH = 95
FLAGS = "--headless=new --no-sandbox --disable-background-networking --no-first-run"


def main() -> None:
    if not shutil.which("npm"):
        print("no npm here: Lighthouse is left out")
        return
    browser = chromium.get()
    folder = Path(tempfile.mkdtemp(prefix="choxa-lighthouse-"))
    try:
        try:
            run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), PACKAGE])
        except Cannot:
            print(f"npm cannot install {PACKAGE} here: Lighthouse is left out")
            return
        with temporary_shop() as shop:
            shop.start()
            report = _report(folder, browser, f"{shop.base_url}/")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    scores = {name: round(category["score"] * 100) for name, category in report["categories"].items()}
    for name, score in scores.items():
        print(f"{name:16}{score:>4}   ≥ {ENOUGH} {'ok' if score >= ENOUGH else 'FAILED'}")
    print(f"blocking time {report['audits']['total-blocking-time']['displayValue']}")
    raise SystemExit(min(scores.values()) < ENOUGH)


def _report(folder: Path, browser: str, address: str) -> dict[str, Any]:
    """The report of one run; Lighthouse's default device is a slow phone."""
    output = folder / "report.json"
    words = ["--quiet", "--output=json", f"--output-path={output}", f"--chrome-flags={FLAGS}"]
    command = [str(folder / "node_modules" / ".bin" / "lighthouse"), address, *words]
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder), "CHROME_PATH": browser}
    run(command, environment)
    report: dict[str, Any] = json.loads(output.read_text())
    return report


if __name__ == "__main__":
    explain(main)
