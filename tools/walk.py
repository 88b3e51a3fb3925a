"""Print the product's modules that run in each of the five walks of `tests/walks`, in the order of their first call.

Usage: python -m tools.walk [NAME], or `--write` to bring the lists of `docs/house.md` up to date.

A module counts when one of its functions is called while the walk is recorded; an import does not count. Modules that
run for every request (middleware) are counted separately as `every_request`; stand-ins of providers, the database
backend and the template loader, which run for every statement and every template, do not count.
"""

import json
import os
import re
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
NOT_PRODUCT = {"tests", "bench", "tools", "var", ".venv"}
OUT = "WALKS_TO"
DOCUMENT = ROOT / "docs" / "house.md"
BEGIN, END = "<!-- walks -->\n", "<!-- end of walks -->"
TITLES = {
    "ipn_to_figure": "From VNPay's IPN to the official's figure",
    "checkout_to_orders": "From a placed checkout to its orders",
    "refund": "A refund, from the cancelled order to the figure",
    "figure_to_rows": "From a figure to its rows",
    "post_payment_intents": "`POST /v1/payment_intents`",
}
_left_out: set[str] = set()


def product_path(file_name: str) -> str | None:
    """The path below the root of a module of the product; None for tests, libraries and generated code."""
    if not file_name.startswith(f"{ROOT}{os.sep}"):
        return None
    path = file_name[len(str(ROOT)) + 1 :]
    parts = path.split(os.sep)
    return None if parts[0] in NOT_PRODUCT or {"sandbox", "postgresql", "template_loader.py"} & set(parts) else path


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


def documented(paths: Sequence[str]) -> str:
    """A walk's modules in order; consecutive modules of one room are grouped."""
    steps = []
    for room, run in groupby(paths, lambda path: path.partition("/")[0]):
        modules = ", ".join(f"`{path.partition('/')[2].removesuffix('.py')}`" for path in run)
        steps.append(f"**{room}** {modules}")
    return textwrap.fill(" → ".join(steps), 150, break_long_words=False, break_on_hyphens=False)


def section(name: str, paths: Sequence[str]) -> str:
    """A walk in the document's format."""
    return f"### {TITLES[name]}: {len(paths)} modules\n\n{documented(paths)}\n"


def listed(name: str) -> set[str]:
    """The modules that the document lists for a walk."""
    _, _, rest = DOCUMENT.read_text().partition(f"### {TITLES[name]}: ")
    steps = re.findall(r"\*\*(\w+)\*\*([^*]+)", rest.partition("\n### ")[0].partition(END)[0])
    return {f"{room}/{module}.py" for room, modules in steps for module in re.findall(r"`([^`]+)`", modules)}


def main(names: list[str]) -> int:
    with TemporaryDirectory() as folder:
        run = [sys.executable, "-m", "pytest", "-n", "0", "tests/walks"]
        status = subprocess.run(run, cwd=ROOT, env=os.environ | {OUT: folder}, check=False).returncode
        walks = {file.stem: json.loads(file.read_text()) for file in sorted(Path(folder).iterdir())}
    if "--write" in names:
        text = "\n".join(section(name, walks[name]) for name in TITLES)
        before, _, rest = DOCUMENT.read_text().partition(BEGIN)
        DOCUMENT.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}")
        return status
    for name, paths in walks.items():
        if not names or name in names:
            print(f"{name}: {len(paths)}", *(f"  {path}" for path in paths), sep="\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
