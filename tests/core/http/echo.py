"""An application that answers with what it received, served by granian with limits small enough for fast tests."""

import json
import threading
from collections.abc import Callable, Iterable
from typing import Any

from core.http import rsgi
from core.http.bodies import Pace

rsgi.READER_SECONDS = 1
GUARDS = {
    "Strict-Transport-Security": "max-age=1",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'self'",
}


HANG = threading.Event()


class Limit:
    smallest = 1_000

    def __call__(self, environ: dict[str, Any], length: int) -> int:
        return 500_000 if environ["PATH_INFO"] == "/large" else 1_000


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/broken":
        raise RuntimeError("broken")
    if environ["PATH_INFO"] == "/much":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"x" * 30_000_000]
    if environ["PATH_INFO"] == "/guarded":
        start_response("200 OK", [("Content-Type", "text/plain"), *GUARDS.items()])
        return [b"guarded"]
    if environ["PATH_INFO"] == "/hang":
        HANG.wait(20)
    if environ["QUERY_STRING"] == "hang":
        threading.Event().wait(1)
    if environ["QUERY_STRING"] == "release":
        HANG.set()
    body = environ["wsgi.input"].read()
    seen = {key: value for key, value in environ.items() if isinstance(value, str)}
    refused = environ.get(rsgi.REFUSED)
    seen[rsgi.AT_WORK] = environ.get(rsgi.AT_WORK, -1)
    answer = json.dumps({"environ": seen, "size": len(body), "body": body.decode("latin-1")[:100], "refused": refused})
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))]
    start_response(f"{refused or 200} -", [*headers, ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    return [answer.encode()]


application = rsgi.RsgiServer(
    echo,
    limit_of=Limit(),
    proxies=1,
    pace=Pace(rate=1_000, window=0.3, deadline=1.0),
    budget=600_000,
    probe=rsgi.Probe("/healthz", b'{"late":true}', seconds=0.5),
)
no_proxy = rsgi.RsgiServer(echo, limit_of=Limit(), proxies=0)
