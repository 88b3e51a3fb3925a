"""Request bodies are read completely within limits of size, rate and time, or refused."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from core.http.bodies import Body, BodyRefused, Budget, Busy, Incomplete, Pace, TooLarge, TooSlow, discard, read_body
from tests.parallel import run_async

QUICK = Pace(rate=1_000, window=0.05, deadline=0.2)  # 50 bytes a window


async def chunks(*parts: bytes | float) -> AsyncIterator[bytes]:
    """Chunks to send, and seconds to wait between them."""
    for part in parts:
        if isinstance(part, bytes):
            yield part
        else:
            await asyncio.sleep(part)


def read(*parts: bytes | float, length: int, limit: int = 1_000_000, free: int = 2_000_000) -> bytes:
    """The body that was read; afterwards the budget is free again."""
    budget = Budget(free)

    async def run() -> bytes:
        body = Body(budget)
        try:
            await read_body(chunks(*parts), body, length=length, limit=limit, pace=QUICK)
            return body.file.read()
        finally:
            body.close()

    try:
        return run_async(run())
    finally:
        assert budget.free == free


@pytest.mark.parametrize("size", [1, 63_999, 64_001, 1_000_000])
def test_complete_body_is_read(size: int) -> None:
    text = b"ab" * (size // 2) + b"c" * (size % 2)
    assert read(text[: size // 2], text[size // 2 :], length=size) == text


@pytest.mark.parametrize(
    ("parts", "length", "refusal"),
    [
        ([b"never read"], 1_000_001, TooLarge),
        ([b"abc"], 4, Incomplete),  # client disconnected
        ([b"abc"], 2, Incomplete),  # longer than its Content-Length
        ([b"a", 10.0], 100, TooSlow),
        ([b"a", 0.02, b"b", 0.02, b"c", 0.02, b"d", 10.0], 100, TooSlow),  # a byte from time to time
        ([b"a" * 60, 0.06, b"b", 10.0], 1_000, TooSlow),  # fast at first
        (
            [part for _ in range(20) for part in (b"a" * 60, 0.02)],
            100_000,
            TooSlow,
        ),  # above the rate, past the deadline
    ],
)
def test_incomplete_body_is_refused(parts: list[bytes | float], length: int, refusal: type[BodyRefused]) -> None:
    with pytest.raises(refusal):
        read(*parts, length=length)


def test_body_at_the_minimum_rate_is_read() -> None:
    assert len(read(*[part for _ in range(6) for part in (b"a" * 60, 0.02)], length=360)) == 360


def test_small_body_may_take_the_first_window() -> None:
    assert read(b"a", 0.02, b"b", length=2) == b"ab"


def test_all_bodies_together_stay_within_the_budget() -> None:
    with pytest.raises(Busy):
        read(b"a" * 60, b"b" * 60, length=120, free=100)


@pytest.mark.parametrize(("parts", "left"), [([b"a" * 5, b"b" * 5], 0), ([b"a" * 60, b"b" * 60, b"c"], 1), ([10.0], 0)])
def test_discard_reads_a_bounded_part(parts: list[bytes | float], left: int) -> None:
    async def run() -> int:
        source = chunks(*parts)
        await discard(source, limit=100, seconds=0.05)
        return len([chunk async for chunk in source])

    assert run_async(run()) == left
