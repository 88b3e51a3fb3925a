"""Addresses in logs: path parts are masked unless they are listed as harmless."""

import re
from collections.abc import Iterator
from functools import cache

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver

# Parts of addresses that are shown whole, by their name in the route; short numbers are, too.
PUBLIC = frozenset({"slug", "kind", "mode", "month", "outcome", "day", "provider"})
_PREFIX = re.compile(r"[a-z]{2,6}_(test_|live_)?")  # "pi_", "cs_test_"
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
_GROUP = re.compile(r"\((?:\?P<(\w+)>)?[^()]*\)")  # of a regular expression


def mask(value: str) -> str:
    """The beginning of an id, enough to find its lines but not to open the object: "pi_3KqZ*"."""
    match = _PREFIX.match(value)
    start = match.end() if match else 0
    return f"{value[: start + 4]}*" if len(value) - start >= 10 else "*"


def shown(name: str, value: object) -> str:
    """One path part or id: whole if it is a row number or listed, else masked."""
    text = str(value)
    whole = name in PUBLIC or (text.isascii() and text.isdecimal() and len(text) <= 8)
    if whole:
        return text[:60]
    return "*" if text.isdecimal() else mask(text)  # a long number may be a phone's


def place_of(request: HttpRequest) -> dict[str, str]:
    """{"route": name}, or {"path": its first part} where no route fits."""
    match = request.resolver_match
    if match is not None:
        return {"route": match.view_name or match.route or "/"}
    first, _slash, more = request.path.lstrip("/").partition("/")
    return {"path": f"/{first[:60]}{'/*' if more else ''}"}


@cache
def _template(route: str) -> str:
    route = (
        _PARAMETER.sub(r"{\1}", route) if "(" not in route else _GROUP.sub(lambda group: f"{{{group[1] or ''}}}", route)
    )
    return "/" + re.sub(r"[\^$\\]|\?$", "", route)


def template_of(request: HttpRequest) -> str:
    """The path with its parameters by name: "/don/{code}/". "" if no route matches."""
    match = request.resolver_match
    return _template(match.route) if match is not None else ""


def objects_of(request: HttpRequest) -> str:
    """The route's parameters: "product_id=12,slug=xoai", "code=7K2P*"."""
    match = request.resolver_match
    if match is None:
        return ""
    named = [f"{name}={shown(name, value)}" for name, value in match.kwargs.items()]
    return ",".join(named + [shown("", value) for value in match.args if value not in match.kwargs.values()])


def secrets_of(request: HttpRequest) -> Iterator[str]:
    """The path parts of this request that are masked."""
    match = request.resolver_match
    if match is not None:
        arguments = {**{str(number): value for number, value in enumerate(match.args)}, **match.kwargs}
        yield from (str(value) for name, value in arguments.items() if shown(name, value) != str(value))


@cache
def secret_prefixes() -> re.Pattern[str]:
    """The prefix before a masked part in the addresses of every route: `/dat-mat-khau/`, `/payments/feeds/…/`.

    A path template has "{token}" there, which is kept.
    """
    prefixes = {prefix for route in _routes(get_resolver()) if (prefix := _before_secret(route))}
    return re.compile(rf"(/(?:{'|'.join(sorted(prefixes, key=len, reverse=True))}))(?!\{{)([^\s'\"<>?#&),\]]+)")


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from _routes(each, route)


def _before_secret(route: str) -> str:
    """The pattern of the prefix before the first masked part; "" if the route has none."""
    pattern, end = "", 0
    for part in _PARAMETER.finditer(route):
        pattern += re.escape(route[end : part.start()])
        if part[1] not in PUBLIC and not part[0].startswith("<int:"):
            return pattern
        pattern, end = pattern + r"[^/\s]+", part.end()
    plain, group, _rest = route.partition("(")  # a regular expression's
    return re.escape(plain.replace("^", "")) if group and not end else ""
