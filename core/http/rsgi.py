"""Serves a WSGI application under granian's RSGI: the event loop reads bodies, and a worker thread gets complete
requests only.

Under granian's own WSGI a thread reads the body, so that a few slow clients block all threads. Here a request uses a
thread only while Django computes the response; granian sends it.
"""

import asyncio
import io
import logging
import resource
import socket
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from core.http import environ as environs
from core.http.bodies import Body, BodyRefused, Budget, Pace, TooLarge, discard, read_body

logger = logging.getLogger(__name__)

REFUSED = "choxa.refused"  # in the environ: the HTTP status with which a request without its body is to be answered
AT_WORK = "choxa.at_work"  # in the environ of a probe: seconds for which the oldest request has been worked on
READER_SECONDS = 60  # a client that reads nothing of its response for this long is disconnected
_DISCARDED, _DISCARD_SECONDS = 64_000_000, 15.0  # of a body that is refused, so that the refusal can be read

# Headers of answers that do not come from Django; core.http.headers sets all others.
_PLAIN = [
    ("content-type", "text/plain; charset=utf-8"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ("x-content-type-options", "nosniff"),
]

Environ = dict[str, Any]
WsgiApplication = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
# Answers on the event loop where it can without waiting: (status, headers, body), or None for the application.
Shortcut = Callable[[Environ], tuple[int, list[tuple[str, str]], bytes] | None]


class LimitOf(Protocol):
    """The largest body in bytes for an address; may ask the database, so it is called on a worker thread when `length`
    is above the smallest limit.
    """

    smallest: int

    def __call__(self, environ: Environ, length: int) -> int: ...


@dataclass(frozen=True)
class Probe:
    """An address that has a thread of its own, so that it is answered while requests hang; `late` is the body of a 503
    if the application does not answer within `seconds`.
    """

    path: str
    late: bytes
    seconds: float = 5.0


class Answer:
    """Django's complete response."""

    def __init__(self) -> None:
        self.status, self.headers, self.body = 500, [*_PLAIN], b""

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self.status, self.headers = int(status.split(" ", 1)[0]), headers


class RsgiServer:
    """The application of one worker process. `threads` requests are processed at a time, the others wait in order."""

    def __init__(
        self,
        application: WsgiApplication,
        *,
        limit_of: LimitOf,
        proxies: int,
        pace: Pace | None = None,
        budget: int = 500_000_000,
        threads: int = 1,
        probe: Probe | None = None,
        shortcut: Shortcut | None = None,
    ) -> None:
        self._application = application
        self._limit_of = limit_of
        self._proxies = proxies
        self._pace = pace or Pace()
        self._budget = Budget(budget)
        self._threads = threads
        self._probe = probe
        self._shortcut = shortcut
        self._began: dict[int, float] = {}  # of the requests at work, by their environ

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="django")
        self._probes = ThreadPoolExecutor(1, thread_name_prefix="probe")
        self._first = True
        _allow_connections()

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._pool.shutdown(wait=True)
        self._probes.shutdown(wait=False, cancel_futures=True)

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        if self._first:
            self._first = False
            _cut_idle_readers()
        try:
            headers = environs.readable(scope.headers)
            once = environs.single(headers)
            length = environs.announced_length(once)
            environ = environs.build(scope, headers, self._proxies)
        except environs.BadHeaders:
            return protocol.response_str(400, _CLOSING, "Bad headers.")
        if self._probe and environ["PATH_INFO"] == self._probe.path:
            return await self._answer_probe(self._probe, environ, protocol)
        body = Body(self._budget)
        try:
            await self._read(environ, protocol, body, length)
            whole = REFUSED not in environ
            environs.add_body(environ, body.file if whole else io.BytesIO(), body.size if whole else 0)
            if whole and (sent := self._sent_at_once(environ)):
                return protocol.response_bytes(*sent)
            answer = await self._on_thread(self._work, environ)
        finally:
            body.close()
        if REFUSED in environ:
            answer.headers.append(("connection", "close"))
        protocol.response_bytes(answer.status, answer.headers, answer.body)

    def _sent_at_once(self, environ: Environ) -> tuple[int, list[tuple[str, str]], bytes] | None:
        try:
            return self._shortcut(environ) if self._shortcut else None
        except Exception:
            logger.exception("the shortcut failed")
            environ["wsgi.input"].seek(0)
            return None

    async def _answer_probe(self, probe: Probe, environ: Environ, protocol: Any) -> None:
        """Answer independently of the running requests. The body is not read: if there is one, the connection is
        closed.
        """
        environs.add_body(environ, io.BytesIO(), 0)
        now = time.monotonic()
        environ[AT_WORK] = now - min([*self._began.values(), now])
        working = asyncio.get_running_loop().run_in_executor(self._probes, self._answer, environ)
        try:
            answer = await asyncio.wait_for(working, probe.seconds)
        except TimeoutError:
            answer = Answer()
            answer.status, answer.body = 503, probe.late
            answer.headers = [("content-type", "application/json"), ("cache-control", "no-store"), *_PLAIN[1:]]
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            answer.headers.append(("connection", "close"))
        protocol.response_bytes(answer.status, answer.headers, answer.body)

    async def _read(self, environ: Environ, protocol: Any, body: Body, length: int | None) -> None:
        """Read the body, or record in the environ why not: Django words the refusal."""
        if length == 0:
            return
        if length is None:  # an incomplete body cannot be distinguished from a complete one
            environ[REFUSED] = 411
            return
        limit = self._limit_of.smallest
        if length > limit:
            limit = await self._on_thread(self._limit_of, environ, length)
        try:
            await read_body(protocol, body, length=length, limit=limit, pace=self._pace)
        except BodyRefused as refused:
            environ[REFUSED] = refused.status
            if isinstance(refused, TooLarge) and length <= _DISCARDED:
                await discard(protocol, limit=_DISCARDED, seconds=_DISCARD_SECONDS)

    async def _on_thread(self, work: Callable[..., Any], *words: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *words)

    def _work(self, environ: Environ) -> Answer:
        """Answer, and record the duration for probes."""
        self._began[id(environ)] = time.monotonic()
        try:
            return self._answer(environ)
        finally:
            del self._began[id(environ)]

    def _answer(self, environ: Environ) -> Answer:
        answer = Answer()
        try:
            parts = self._application(environ, answer.start)
            try:
                answer.body = b"".join(parts)
            finally:
                getattr(parts, "close", lambda: None)()
        except Exception:
            logger.exception("the application failed")
            answer = Answer()
        return answer


_CLOSING = [*_PLAIN, ("connection", "close")]


def _allow_connections() -> None:
    """Raise the limit of open connections to the system's maximum: a waiting connection costs little more than a
    descriptor.
    """
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536) if hard > 0 else 65_536, hard))


def _cut_idle_readers() -> None:
    """Let the kernel close connections whose client reads nothing. Accepted sockets inherit the option from the
    listening socket, which granian opens after calling us and does not expose. On other sockets it is harmless.
    """
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            if entry.readlink().name.startswith("socket:"):
                ours = socket.socket(fileno=int(entry.name))
                with suppress(OSError):
                    ours.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, READER_SECONDS * 1000)
                ours.detach()
