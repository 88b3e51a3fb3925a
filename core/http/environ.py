"""WSGI's environ from granian's request: one meaning for every header.

WSGI names a header in upper case with underscores, so `X_Forwarded_For` of a client and `X-Forwarded-For` of our proxy
would be one entry, and the client's would stand first. Here no header with an underscore is passed on (as nginx does).
"""

import sys
from collections.abc import Sequence
from typing import IO, Any, Protocol

# Said by our own proxies only: without one they are a client's claims and are not passed on.
FROM_PROXIES = frozenset({"x-forwarded-for", "x-forwarded-proto"})
# Other ways to say the same, which we never read: a proxy that passes them on must not be able to mislead.
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
        "content-length",  # that of the body as it was read stands in CONTENT_LENGTH
        "transfer-encoding",
    }
)
# At most one of each: two could be read in two ways by us and by a proxy before us.
SINGLE = frozenset({"host", "content-length", "content-type", "authorization", "transfer-encoding"})


# The value of a header that granian leaves out, because a byte of it is no visible ASCII: no reader takes it for one.
UNREADABLE = "\xff"
# A cookie may be lost: any script of a neighbouring site can set one, and it must not cost the session in the next one.
_DROPPED = frozenset({"cookie"})
# No request can be read, or its sender known, without these.
_NEEDED = frozenset({"host", "content-length", "transfer-encoding"}) | FROM_PROXIES


class BadHeaders(Exception):
    """Headers that have more than one meaning; the request is answered with 400 and not looked at further."""


class Headers(Protocol):
    def keys(self) -> list[str]: ...

    def items(self) -> list[tuple[str, str]]: ...

    def get(self, key: str, default: Any = None) -> Any: ...


class Scope(Protocol):
    """What of granian's RSGI scope is read here."""

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
    """What came, in order; a header whose first value cannot be read is there as UNREADABLE, not missing.

    Raises BadHeaders where it is one that says how to read the request or from where it comes.
    """
    unreadable = {name for name in headers.keys() if headers.get(name) is None} - _DROPPED  # noqa: SIM118
    if unreadable & _NEEDED:
        raise BadHeaders(*sorted(unreadable))
    return [*headers.items(), *((name, UNREADABLE) for name in sorted(unreadable))]


def single(headers: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The headers that may come once, by their names in lower case. Raises BadHeaders where one came twice."""
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
        if name == "x-forwarded-proto":  # of several the nearest proxy's, which stands last
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
