"""The text of a document without the names of its aliases: documents that differ only in them share one plan.

An alias is a name before a colon outside parentheses. That this is so in a document is not taken for granted: a
skeleton is used only after graphql-core has parsed one document of it and found its aliases at exactly these places.
Two texts of one skeleton have the same tokens except for these names, so the one is valid if the other is, provided
that equal response names stay equal and different ones different: the `pattern` says which are equal.
"""

import re
from typing import NamedTuple

from graphql import DocumentNode, FieldNode, Visitor, visit

_PARTS = re.compile(
    r"""(\((?:[^()"]|"(?:[^"\\\n\r]|\\.)*")*\))"""  # arguments, or definitions of variables
    r"""|(?<![_0-9A-Za-z])([_A-Za-z][_0-9A-Za-z]*)(?=[ \t\n\r,]*:)"""
)
_NAME = re.compile(r"[_A-Za-z][_0-9A-Za-z]*")
_SEPARATOR = "\0"  # no document holds it

Pattern = tuple[int | str, ...] | None


class Skeleton(NamedTuple):
    """The rest of a text, the aliases in their order, and what is equal among the aliases and the other names."""

    rest: str
    aliases: tuple[str, ...]


def read_skeleton(text: str) -> Skeleton | None:
    """None for a text that holds NUL."""
    if _SEPARATOR in text:
        return None
    parts = _PARTS.split(text)
    aliases = tuple([alias for alias in parts[2::3] if alias is not None])
    parts[2::3] = [None if alias is None else "" for alias in parts[2::3]]
    return Skeleton(_SEPARATOR.join([part for part in parts if part is not None]), aliases)


def names_of(rest: str) -> frozenset[str]:
    """All names outside the aliases: each may be a response name."""
    return frozenset(_NAME.findall(rest))


def pattern_of(aliases: tuple[str, ...], names: frozenset[str]) -> Pattern:
    """None where all differ. Else each alias as the place of its first occurrence, or itself where it is a name."""
    if len(set(aliases)) == len(aliases) and names.isdisjoint(aliases):
        return None
    return tuple(alias if alias in names else aliases.index(alias) for alias in aliases)


def has_aliases_at(document: DocumentNode, text: str) -> bool:
    """Whether the parsed document has its aliases exactly where `read_skeleton` found them."""
    places = [match.start() for match in _PARTS.finditer(text) if match[2] is not None]
    parsed = _Aliases()
    visit(document, parsed)
    return sorted(parsed.places) == places


class _Aliases(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.places: list[int] = []

    def enter_field(self, node: FieldNode, *_place: object) -> None:
        if node.alias:
            self.places.append(node.alias.loc.start if node.alias.loc else -1)
