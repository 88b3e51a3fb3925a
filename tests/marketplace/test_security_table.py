"""docs/security.md: every ASVS 5.0 requirement up to level 2 once; whatever a met one names exists."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DOCS = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
STATES = ("met", "not met", "n.a.", "operator")
ROWS = [
    tuple(cell.strip() for cell in row.strip("|").split("|"))
    for row in re.findall(r"^\| \d+\.\d+\.\d+ \|.*\|$", DOCS, re.MULTILINE)
]
# How many requirements of level 1 or 2 each section of ASVS 5.0.0 has; they are numbered from 1 without a gap.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
    "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4,
    "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
    "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
UNBUILT = r"chưa|not built|not yet|unbuilt|missing|later|to do|planned"


def test_every_requirement_is_listed_once_in_order() -> None:
    expected = [f"{section}.{number}" for section, count in SECTIONS.items() for number in range(1, count + 1)]
    assert len(expected) == 253
    assert [row[0] for row in ROWS] == expected


def test_every_row_is_complete() -> None:
    assert [row for row in ROWS if len(row) != 4 or row[2] not in STATES or not all(row)] == []
    assert [row for row in ROWS if len(row[1].split()) > 12] == []


def test_stated_counts_match_the_table() -> None:
    counted = Counter(row[2] for row in ROWS)
    [stated] = re.findall(r"^\*\*The table\*\*: (.*?)\.(?: |$)", DOCS.replace("n.a.", "n.a"), re.MULTILINE)
    assert stated == ", ".join(f"{counted[state]} {state}" for state in STATES).replace("n.a.", "n.a")


def test_inapplicable_rows_name_nothing_unbuilt() -> None:
    assert [row for row in ROWS if row[2] == "n.a." and re.search(UNBUILT, row[3], re.IGNORECASE)] == []


@pytest.mark.parametrize("row", [row for row in ROWS if row[2] == "met"], ids=lambda row: row[0])
def test_evidence_of_met_rows_exists(row: tuple[str, ...]) -> None:
    names = re.findall(r"`([^`]+)`", row[3])
    assert names
    assert [name for name in names if not _exists(name)] == []


@pytest.mark.parametrize(
    "name", ["tests/none.py::test_a", "tests/test_house.py::test_none", "tests/test_house.py", "settings.NONE", "no.md"]
)
def test_invented_evidence_is_detected(name: str) -> None:
    assert not _exists(name)


def _exists(name: str) -> bool:
    if name.startswith("settings."):
        return name.removeprefix("settings.") in _settings()
    path, _, anchor = name.partition("::")
    if path.startswith("tests/"):  # a test by its name: a file of tests shows nothing
        return (ROOT / path).is_file() and anchor in _tests(path)
    path, _, heading = path.partition("#")
    file = ROOT / path
    return not anchor and file.is_file() and (not heading or heading in _headings(file.read_text(encoding="utf-8")))


@cache
def _settings() -> set[str]:
    """Names that the module of settings gives itself."""
    tree = ast.parse((ROOT / "marketplace" / "settings.py").read_text(encoding="utf-8"))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


@cache
def _tests(path: str) -> set[str]:
    """What pytest collects of a file: "test_a", "TestB::test_c"."""
    if not Path(path).name.startswith("test_"):
        return set()
    body = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
    classes = [node for node in body if isinstance(node, ast.ClassDef) and node.name.startswith("Test")]
    return _functions(body) | {f"{one.name}::{name}" for one in classes for name in _functions(one.body)}


def _functions(body: list[ast.stmt]) -> set[str]:
    named = (node.name for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {name for name in named if name.startswith("test_")}


def _headings(text: str) -> set[str]:
    """As GitHub addresses them."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
