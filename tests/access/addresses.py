"""Every address of Django's URL resolver."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

_PIECES = re.compile(r"(<[^>]+>)")
_GROUPS = re.compile(r"(\([^)]*\))")


@dataclass(frozen=True)
class Address:
    """One URL pattern: its name ("shop:order"), and its parts: fixed text or the names of parameters."""

    name: str
    parts: tuple[tuple[str, bool], ...]  # (text, whether it is a parameter)

    def path(self, supplied: dict[str, Any]) -> str:
        """The path with these parameters. Raises KeyError where one is missing."""
        path = "/" + "".join(str(supplied[text]) if varies else text for text, varies in self.parts)
        return f"{path}?{supplied['query']}" if "query" in supplied else path


@cache
def addresses() -> dict[str, Address]:
    """All addresses by name, except for the admin's, which have their own table."""
    result = list(_walk(get_resolver().url_patterns, (), ""))
    named = {address.name: address for address in result if not address.name.startswith("admin:")}
    assert len(named) == len([one for one in result if not one.name.startswith("admin:")]), "two addresses of one name"
    return named


def _walk(
    patterns: list[URLPattern | URLResolver], before: tuple[tuple[str, bool], ...], space: str
) -> Iterator[Address]:
    for pattern in patterns:
        parts = (*before, *_parts(pattern.pattern))
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, parts, inner)
        else:
            yield Address(f"{space}{pattern.name or str(pattern.pattern)}", parts)


def _parts(pattern: Any) -> Iterator[tuple[str, bool]]:
    text = str(pattern)
    if isinstance(pattern, RoutePattern):
        for piece in _PIECES.split(text):
            if piece.startswith("<"):
                yield piece[1:-1].rpartition(":")[2], True
            elif piece:
                yield piece, False
        return
    names = iter(("intent_id", "reference", "format"))  # of the QR's addresses, the only ones with unnamed groups
    for piece in _GROUPS.split(text.strip("^$")):
        if piece.startswith("("):
            yield next(names), True
        elif piece:
            yield piece.replace("\\", ""), False
