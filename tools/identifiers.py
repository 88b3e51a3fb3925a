"""`python -m tools.identifiers [ROOM …]`: names in code that use a word which the glossary forbids.

Checked are the names that the repository itself defines: modules, classes, functions, parameters, variables and fields.
`tools/identifiers_allowed/<room>.txt` lists the remaining exceptions, one a line. The lists only shrink: an entry
that no name needs any more is an error, and `--shrink` removes it.
"""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = ROOT / "tools" / "identifiers_allowed"
# Forbidden as a word of a name: `told_by`, `ToldRow`.
WORDS = frozenset({
    "told", "tell", "tells", "telling", "say", "says", "saying", "said", "hear", "hears", "heard", "hearing", "askable",
    "alike", "amiss", "anew", "wanted", "desk", "desks", "face", "faces", "shelf", "shelves", "purse", "purses",
    "basket", "baskets", "forgotten", "goings", "somebody", "everybody", "stall", "stalls", "untold", "wishes",
    "nobody", "anybody", "undo", "undoes", "undoing", "undone", "straight", "brought", "wish", "wished", "visit",
    "visits", "beside", "came", "spoke", "complained",
})  # fmt: skip
# Forbidden as neighbouring words: `give_back_key`, `MoneyBack`.
_VERBS = (
    "give", "gives", "given", "giving", "gave", "go", "goes", "going", "gone", "take", "takes", "taken", "taking",
    "took", "money",
)  # fmt: skip
PHRASES = (
    ("in", "vain"), ("let", "go"), ("lets", "go"), ("hand", "over"), ("hands", "over"), ("handed", "over"),
    ("draw", "money"), ("all", "back"), ("sent", "back"), ("called", "off"), ("not", "kept"), ("as", "kept"),
    *((verb, "back") for verb in _VERBS),
)  # fmt: skip
# Participles: forbidden as a whole name, because they do not name the thing; `chosen_method` is allowed.
WHOLE = frozenset({"found", "given", "asked", "made", "kept", "chosen"})
_PYTHON = frozenset({"tell"})  # a method of Python's own file objects
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SUSPECT = re.compile("|".join(sorted({*WORDS, *WHOLE, *(phrase[-1] for phrase in PHRASES)})), re.IGNORECASE)


def main(arguments: list[str]) -> int:
    """Print the forbidden names; 1 if there are any."""
    shrink, rooms = "--shrink" in arguments, [one for one in arguments if not one.startswith("-")]
    standing = violations()
    allowed = {path.stem.replace("__", "/"): path.read_text().split() for path in ALLOWED.glob("*.txt")}
    if rooms:  # all names in these rooms, allowed or not
        for room in rooms:
            for name, places in sorted(standing.get(room, {}).items()):
                print(f"{name:40} {len(places):4} × {', '.join(places[:3])}")
        return 0
    problems = []
    for room in sorted({*standing, *allowed}):
        names, listed = standing.get(room, {}), allowed.get(room, [])
        problems += [f"{places[0]}: {name}" for name, places in sorted(names.items()) if name not in listed]
        if needless := [name for name in listed if name not in names]:
            if shrink:
                _write(room, [name for name in listed if name in names])
            else:
                problems.append(f"{room}: no longer needed on the list (--shrink): {', '.join(needless)}")
    print("\n".join(problems) or "The names use no word that the glossary forbids, but for those on the lists.")
    return int(bool(problems))


def violations() -> dict[str, dict[str, list[str]]]:
    """By room and name, the places ("path:line") at which a forbidden name is defined."""
    result: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in _sources():
        for name, line in _names(path):
            if is_forbidden(name):
                result[_room(path)][name].append(f"{path}:{line}")
    return result


def is_forbidden(name: str) -> bool:
    """Whether a name uses a word of the lists."""
    if name in _PYTHON:
        return False
    words = [part.lower() for part in _PARTS.findall(name)]
    if not WORDS.isdisjoint(words) or (len(words) == 1 and words[0] in WHOLE):
        return True
    return any(words[place : place + len(phrase)] == [*phrase] for phrase in PHRASES for place in range(len(words)))


def _sources() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for path in listed.splitlines() if "/migrations/" not in path and (ROOT / path).exists()]


def _room(path: str) -> str:
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] == "tests" and len(parts) > 2 else parts[0]


def _names(path: str) -> Iterator[tuple[str, int]]:
    for part in path.removesuffix(".py").split("/"):
        yield part, 1
    text = (ROOT / path).read_text(encoding="utf-8")
    if not _SUSPECT.search(text):
        return
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node.lineno
            case ast.arg(arg=name) | ast.alias(asname=str(name)):
                yield name, node.lineno
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name, node.lineno
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.ExceptHandler(name=str(name)):
                yield name, node.lineno


def _write(room: str, names: list[str]) -> None:
    path = ALLOWED / f"{room.replace('/', '__')}.txt"
    if names:
        path.write_text("\n".join(sorted(names)) + "\n")
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
