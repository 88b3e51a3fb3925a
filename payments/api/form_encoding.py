"""Form-encoded parameters with brackets, as Stripe's clients send them: `a[b][c]=1`, `a[]=1`, `a[0][b]=1`."""

import re
from typing import Any
from urllib.parse import parse_qsl

from payments.api.errors import ApiError

MOST, DEEPEST = 1_000, 8
_SURROGATE = re.compile("[\ud800-\udfff]")
_KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")


def parse(*encoded: str) -> dict[str, Any]:
    """Nested dicts, lists and texts. Raises ApiError for ambiguous input."""
    pairs: list[tuple[str, str]] = []
    for text in encoded:
        try:
            pairs += parse_qsl(text, keep_blank_values=True, max_num_fields=MOST, errors="surrogateescape")
        except ValueError:
            raise ApiError(f"A request has at most {MOST} parameters.") from None
    root: dict[str, Any] = {}
    for key, value in pairs:
        path = _path(key)
        if not is_unicode(value):
            raise ApiError("Invalid string: it is not valid UTF-8", param=clean(key))
        _put(root, key, path, value)
    return {key: _lists(value) for key, value in root.items()}


def _path(key: str) -> list[str]:
    found = _KEY.fullmatch(key)
    path = [found[1], *re.findall(r"\[([^\[\]]*)\]", found[2])] if found else []
    if not path or "\x00" in key or not is_unicode(key):
        raise ApiError(f"Invalid parameter name: {clean(key)}", code="parameter_unknown", param=clean(key))
    if len(path) > DEEPEST:
        raise ApiError(f"Parameters are nested at most {DEEPEST} deep.", code="parameter_unknown", param=clean(key))
    return path


def is_unicode(text: str) -> bool:
    """Whether the bytes that were sent are UTF-8: `parse` keeps others as lone surrogates."""
    return not _SURROGATE.search(text)


def clean(text: str) -> str:
    """A part of the input, safe to repeat in an answer."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")[:100]


class _Appended(dict[str, Any]):
    """`a[]=…`: numbered as they come."""


def _put(root: dict[str, Any], key: str, path: list[str], value: str) -> None:
    here: dict[str, Any] = root
    for depth, (name, following) in enumerate(zip(path, [*path[1:], None], strict=True)):
        if name == "":
            name = _number(here, path[depth + 1 :])
        if following is None:
            if isinstance(here.get(name), dict):
                raise ApiError(f"Invalid string: {clean(key)} is given as a hash too", param=clean(key))
            here[name] = value
            return
        below = here.setdefault(name, _Appended() if following == "" else {})
        if not isinstance(below, dict):
            raise ApiError("Invalid object", param=clean(key))
        here = below


def _number(here: dict[str, Any], below: list[str]) -> str:
    """The place of the next element; in `a[][b]=1&a[][c]=2` a path that the last element lacks belongs to it."""
    last = str(len(here) - 1)
    if below and below[0] and isinstance(here.get(last), dict) and not _has(here[last], below):
        return last
    return str(len(here))


def _has(element: Any, path: list[str]) -> bool:
    """Whether a value stands at a path already; where lists are appended to (`[]`) there is always room."""
    for name in path:
        if name == "":
            return False
        if not isinstance(element, dict) or name not in element:
            return False
        element = element[name]
    return True


def _lists(value: Any) -> Any:
    """Hashes whose keys are 0, 1, 2 … are lists, in the order of their numbers."""
    if not isinstance(value, dict):
        return value
    if value and all(re.fullmatch(r"\d{1,9}", key, re.ASCII) for key in value):
        return [_lists(value[key]) for key in sorted(value, key=int)]
    return {key: _lists(inner) for key, inner in value.items()}
