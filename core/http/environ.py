"""WSGI's environ from granian's request, without ambiguous headers.

WSGI names a header in upper case with underscores, so a client's `X_Forwarded_For` and our proxy's `X-Forwarded-For`
would become one entry with the client's value first. Headers with an underscore are dropped, as nginx does.
"""

import sys
from collections.abc import Sequence
from typing import IO, Any, Protocol

# Set by our own proxies only: without a proxy they are a client's claims and are dropped.
FROM_PROXIES = frozenset({"x-forwarded-for", "x-forwarded-proto"})
# Alternatives that we never read: dropped, so that a proxy which passes them on cannot mislead.
NEVER = frozenset(
    {
        "forwarded",
        "proxy",  # would become HTTP_PROXY, which libraries read as the proxy of outgoing calls
        "x-forwarded-host",
        "x-forwarded-port",
        "x-forwarded-prefix",
        "x-forwarded-server",
        "x-forwarded-scheme",
        "x-forwarded-ssl",
        "x-http-method-override",
        "x-original-url",
        "x-rewrite-url",
        "x-url-scheme",
        "content-length",  # CONTENT_LENGTH is that of the body as read
        "transfer-encoding",
    }
)
# At most one of each: two could be read differently by us and by a proxy.
SINGLE = frozenset({"host", "content-length", "content-type", "authorization", "transfer-encoding"})


# The value of a header that granian leaves out because of a byte that is no visible ASCII. No reader accepts it.
UNREADABLE = "\xff"
# An invalid cookie is dropped: another subdomain can set one, and it must not break the session's cookie.
_DROPPED = frozenset({"cookie"})
# Without these a request cannot be read or its sender known.
_NEEDED = frozenset({"host", "content-length", "transfer-encoding"}) | FROM_PROXIES


class BadHeaders(Exception):
    """Ambiguous headers; the request is answered with 400 and not processed."""


class Headers(Protocol):
    def keys(self) -> list[str]: ...

    def items(self) -> list[tuple[str, str]]: ...

    def get(self, key: str, default: Any = None) -> Any: ...


class Scope(Protocol):
    """The parts of granian's RSGI scope that are read here."""

    http_version: str
    client: str
    server: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None
    headers: Any


def readable(headers: Headers) -> list[tuple[str, str]]:
    """The headers in order; one whose first value cannot be read is UNREADABLE, not missing.

    Raises BadHeaders if that header is needed to read the request or to know its sender.
    """
    unreadable = {name for name in headers.keys() if headers.get(name) is None} - _DROPPED  # noqa: SIM118
    if unreadable & _NEEDED:
        raise BadHeaders(*sorted(unreadable))
    return [*headers.items(), *((name, UNREADABLE) for name in sorted(unreadable))]


def single(headers: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The headers that may occur once, by their names in lower case. Raises BadHeaders if one occurs twice."""
    joined: dict[str, str] = {}
    for name, value in headers:
        if name in SINGLE:
            if name in joined:
                raise BadHeaders(name)
            joined[name] = value
    return joined


def announced_length(once: dict[str, str]) -> int | None:
    """The body's length in bytes: 0 where there is no body, None where none was announced (chunked)."""
    if "transfer-encoding" in once:
        return None
    length = once.get("content-length", "0")
    if not (length.isascii() and length.isdecimal() and len(length) < 19):
        raise BadHeaders("content-length")
    return int(length)


def build(scope: Scope, headers: Sequence[tuple[str, str]], proxies: int) -> dict[str, Any]:
    """The environ without a body; `proxies` is how many proxies of our own stand before us."""
    address, _, port = scope.client.rpartition(":")
    own_address, _, own_port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "replace").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "REMOTE_ADDR": address.strip("[]"),
        "REMOTE_PORT": port,
        "SERVER_NAME": own_address.strip("[]"),
        "SERVER_PORT": own_port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_SOFTWARE": "granian",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in headers:
        if "_" in name or name in NEVER or (name in FROM_PROXIES and not proxies):
            continue
        key = name.upper().replace("-", "_")
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        if name == "x-forwarded-proto":  # of several values the nearest proxy's, which is the last
            environ[key] = value.rpartition(",")[2].strip()
        elif key in environ:
            environ[key] += ("; " if name == "cookie" else ",") + value
        else:
            environ[key] = value
    if scope.authority and environ.setdefault("HTTP_HOST", scope.authority) != scope.authority:
        raise BadHeaders("host")
    return environ


def add_body(environ: dict[str, Any], file: IO[bytes], size: int) -> None:
    environ["wsgi.input"] = file
    environ["wsgi.input_terminated"] = True
    environ["CONTENT_LENGTH"] = str(size) if size else ""
