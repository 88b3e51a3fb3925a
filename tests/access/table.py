"""A table as plain text: a heading that names the roles, then one line for each request.

    # address            method  object   guest buyer manager
    shop:order           GET     A.paid   ask   +     own

Blank lines and lines that begin with "#" are comments, except for the first line, the heading.
"""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Line:
    """The answer to each role. `key` has the columns before the roles: ("shop:order", "GET", "A.paid")."""

    key: tuple[str, ...]
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    name: str
    roles: list[str]
    lines: list[Line]

    @property
    def path(self) -> Path:
        return HERE / self.name

    def row(self, key: tuple[str, ...], cells: dict[str, str]) -> str:
        """A line in the format of the file."""
        return "  ".join([*key, *(f"{cells.get(role, '?'):5}" for role in self.roles)]).rstrip()


def read(name: str, *, keys: int) -> Table:
    """The table of a file in this folder; its first `keys` columns are the request."""
    written = [line.split() for line in (HERE / name).read_text().splitlines() if line.strip()]
    roles = written[0][1 + keys :]
    lines = []
    for words in written[1:]:
        if words[0] == "#":
            continue
        assert len(words) == keys + len(roles), f"{name}: {keys} keys and {len(roles)} roles are due in: {words}"
        lines.append(Line(tuple(words[:keys]), dict(zip(roles, words[keys:], strict=True))))
    twice = [line.key for n, line in enumerate(lines) if line.key in {other.key for other in lines[:n]}]
    assert not twice, f"{name}: asked twice: {twice}"
    return Table(name, roles, lines)


def differences(table: Table, role: str, result: dict[tuple[str, ...], str]) -> list[str]:
    """Messages about answers that differ from the table."""
    shown = {line.key: line.cells[role] for line in table.lines}
    return [
        f"{' '.join(key)}: {role} is answered {answer!r}, and {table.name} says {shown[key]!r}"
        for key, answer in result.items()
        if answer != shown[key]
    ]
