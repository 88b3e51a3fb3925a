"""Every address of the shop as its resolver knows it, and requests to them that are recorded and undone."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

from django.core.handlers import wsgi
from django.db import transaction
from django.http import QueryDict, request
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern, URLPattern, URLResolver

_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
_GROUP = re.compile(r"\((?:\?P<(\w+)>)?[^()]*\)")  # of a regular expression


@dataclass(frozen=True)
class Route:
    """An address: what stands between its parameters, and their names (numbers where they have none)."""

    name: str  # "shop:product"; "" where it has none
    pieces: tuple[str, ...]  # one more than parameters
    parameters: tuple[str, ...]
    view: Callable[..., Any]

    def path(self, *values: str) -> str:
        """The address with these values, percent-encoded, for its parameters."""
        return "".join(text for pair in zip(self.pieces, [*values, ""], strict=True) for text in pair)

    def __str__(self) -> str:
        return self.path(*(f"<{name}>" for name in self.parameters))


def routes() -> list[Route]:
    """All of them, whatever room they are in."""
    return list(_walk(get_resolver().url_patterns, ("/",), (), ""))


def _walk(
    patterns: Sequence[URLPattern | URLResolver], pieces: tuple[str, ...], names: tuple[str, ...], space: str
) -> Iterator[Route]:
    for one in patterns:
        for added, more in _read(one.pattern):
            before = (*pieces[:-1], pieces[-1] + added[0], *added[1:])
            if isinstance(one, URLResolver):
                inner = f"{one.namespace}:" if one.namespace else space
                yield from _walk(one.url_patterns, before, (*names, *more), inner)
            else:
                name = f"{space}{one.name}" if one.name else ""
                yield Route(name, before, (*names, *more), one.callback)


def _read(pattern: Any) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The pieces and parameters of one pattern, or of each of a regular expression's alternatives."""
    if isinstance(pattern, RoutePattern):
        parts = _CONVERTER.split(str(pattern))
        yield tuple(parts[::2]), tuple(parts[1::2])
        return
    assert isinstance(pattern, RegexPattern)
    expression = str(pattern)
    for alternative in [expression] if "(" in expression else expression.split("|"):
        parts = [part or "" for part in _GROUP.split(alternative.lstrip("^").rstrip("$"))]
        pieces = [re.sub(r"\[(\w)[^]]*\]", r"\1", piece.replace("\\", "")) for piece in parts[::2]]
        names = [name or str(number) for number, name in enumerate(parts[1::2])]
        if not alternative.endswith("$"):  # whatever follows is its, too
            pieces, names = [*pieces, ""], [*names, "rest"]
        yield tuple(pieces), tuple(names)


class Browser:
    """A client whose every request starts from the same cookies and rows, and is undone in the test's transaction."""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client()
        self.client.raise_request_exception = False
        self.cookies = dict(self.client.cookies)

    def ask(self, method: str, path: str, data: Any = None) -> Any:
        """A page ("get") or a form ("post")."""
        return self._rolled_back(lambda: getattr(self.client, method)(path, data))

    def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Any:
        """Any request: a method, a path with its query string, a body, headers."""
        supplied = {name: value for name, value in (headers or {}).items() if name != "Content-Type"}
        kind = (headers or {}).get("Content-Type", "application/x-www-form-urlencoded")
        return self._rolled_back(lambda: self.client.generic(method, path, body, content_type=kind, headers=supplied))

    def _rolled_back(self, request: Callable[[], Any]) -> Any:
        point = transaction.savepoint()
        try:
            return request()
        finally:
            transaction.savepoint_rollback(point)
            self.client.cookies.clear()
            self.client.cookies.update(self.cookies)


def faults(path: str, answer: Any) -> list[str]:
    """What is wrong with an answer to bad input: a 5xx, a traceback, or a refusal that is no page or JSON of ours."""
    if answer.status_code >= 500:
        kind, error, _trace = getattr(answer, "exc_info", None) or (None, None, None)
        return [f"{answer.status_code} at {path[:120]}: {kind and kind.__name__} {str(error)[:200]}"]
    is_unread = answer.request["REQUEST_METHOD"] == "HEAD" or "Content-Encoding" in answer.headers
    if answer.status_code < 400 or answer.streaming or is_unread:
        return []
    result = []
    body = answer.content.decode()
    if "Traceback (most recent call last)" in body:
        result.append(f"a traceback at {path[:120]}")
    is_json = answer.headers["Content-Type"].startswith("application/json")
    if answer.status_code != 405 and not is_json and '<link rel="stylesheet"' not in body:
        result.append(f"no page of ours ({answer.status_code}) at {path[:120]}: {body[:80]!r}")
    return result


class Recorder:
    """The names that views read from query strings and forms, by the path that was asked."""

    def __init__(self) -> None:
        self.read: dict[str, set[str]] = defaultdict(set)
        self.path = ""

    @contextmanager
    def __call__(self) -> Iterator["Recorder"]:
        with (
            mock.patch.object(wsgi, "QueryDict", _Recorded),
            mock.patch.object(request, "QueryDict", _Recorded),
            mock.patch.object(_Recorded, "note", lambda name: self.read[self.path].add(str(name))),
        ):
            yield self


class _Recorded(QueryDict):
    note: Callable[[object], None] = print

    def __getitem__(self, name: str) -> Any:
        _Recorded.note(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        _Recorded.note(name)
        return super().__contains__(name)

    def getlist(self, name: str, default: Any = None) -> Any:
        _Recorded.note(name)
        return super().getlist(name, default)
