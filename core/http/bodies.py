"""Reads a request's body before it occupies a worker thread, with a size limit, a minimum rate and a deadline."""

import asyncio
import tempfile
from collections.abc import AsyncIterable
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from typing import IO

_IN_MEMORY = 64_000  # bytes of one body; a larger one goes to a temporary file


@dataclass(frozen=True)
class Pace:
    """The minimum rate of a body.

    `rate` bytes a second on average in every `window` seconds, and `deadline` seconds for all of it. A body that is
    complete within its first window has no minimum rate.
    """

    rate: int = 2_000
    window: float = 15.0
    deadline: float = 300.0


class BodyRefused(Exception):
    """A body was not read completely; `status` is the HTTP status to answer with."""

    status = 400


class TooLarge(BodyRefused):
    """More bytes than this address accepts."""

    status = 413


class TooSlow(BodyRefused):
    """Below the minimum rate for a whole window, or not complete at the deadline."""

    status = 408


class Incomplete(BodyRefused):
    """The client disconnected before it had sent the announced bytes."""


class Busy(BodyRefused):
    """The bodies being read use all of the budget."""

    status = 503


class Budget:
    """The bytes that all bodies of one process may hold at a time, in memory and in temporary files."""

    def __init__(self, limit: int) -> None:
        self.free = limit

    def take(self, size: int) -> None:
        """Raises Busy where less is free."""
        if size > self.free:
            raise Busy
        self.free -= size

    def release(self, size: int) -> None:
        self.free += size


class Body:
    """The bytes of one request, in memory or in a temporary file; counted against the budget until closed."""

    def __init__(self, budget: Budget) -> None:
        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - see close
        self.size = 0
        self._budget = budget

    def write(self, chunk: bytes) -> None:
        self._budget.take(len(chunk))
        self.size += len(chunk)
        self.file.write(chunk)

    def close(self) -> None:
        self.file.close()
        self._budget.release(self.size)
        self.size = 0


async def read_body(chunks: AsyncIterable[bytes], body: Body, *, length: int, limit: int, pace: Pace) -> None:
    """Read `length` bytes, which the client announced, into `body`, which the caller closes in any case.

    Raises TooLarge above `limit` bytes (where the announced length says so: before anything is read), TooSlow,
    Incomplete, Busy.
    """
    if length > limit:
        raise TooLarge
    # A body of less than a window's bytes must be complete in one: most bodies need no second timer.
    is_short = length < pace.rate * pace.window
    deadline = min(pace.deadline, pace.window) if is_short else pace.deadline
    try:
        async with asyncio.timeout(deadline) as cut, nullcontext() if is_short else _minimum_rate(body, pace, cut):
            async for chunk in chunks:
                if body.size + len(chunk) > length:
                    raise Incomplete
                body.write(chunk)
    except TimeoutError:
        raise TooSlow from None
    if body.size != length:
        raise Incomplete
    body.file.seek(0)


class _minimum_rate:  # noqa: N801 - used as a context manager
    """Brings the deadline forward to now when a window ends with too few bytes."""

    def __init__(self, body: Body, pace: Pace, cut: asyncio.Timeout) -> None:
        self._body, self._pace, self._cut = body, pace, cut
        self._seen = 0

    async def __aenter__(self) -> None:
        self._wait()

    async def __aexit__(self, *error: object) -> None:
        self._timer.cancel()

    def _wait(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(self._pace.window, self._check)

    def _check(self) -> None:
        if self._body.size - self._seen < self._pace.rate * self._pace.window:
            self._cut.reschedule(asyncio.get_running_loop().time())
        else:
            self._seen = self._body.size
            self._wait()


async def discard(chunks: AsyncIterable[bytes], *, limit: int, seconds: float) -> None:
    """Read and forget up to `limit` bytes for up to `seconds`, so that a client which sends everything before it reads
    gets the answer instead of a broken connection.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            async for chunk in chunks:
                limit -= len(chunk)
                if limit < 0:
                    return
