"""One call of an endpoint: to the checked address itself, in bounded time, no redirects, little of the answer read."""

import asyncio
import ssl
import time
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import httpx

from payments.webhooks.addresses import Target

T = TypeVar("T")
CONNECT = 5.0  # seconds
TOTAL = 20.0  # seconds for everything, however slowly the answer drips
_MOST_READ = 4_096  # bytes of an answer


@dataclass(frozen=True)
class Answer:
    """What came of a call: a status, or None and why there was none."""

    status_code: int | None
    milliseconds: int
    text: str

    @property
    def heard(self) -> bool:
        return self.status_code is not None and 200 <= self.status_code < 300


def call(target: Target, body: bytes, headers: Mapping[str, str], total: float = TOTAL) -> Answer:
    """POST a body; never raises for what the other side does. May take `total` seconds: never inside a transaction."""
    started = time.monotonic()
    status: int | None = None
    try:
        status, text = _alone(asyncio.wait_for(_post(target, body, headers), total))
    except TimeoutError:
        text = f"no answer within {total:g} seconds"
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
        text = f"{type(error).__name__}: {error}"
    return Answer(status, int((time.monotonic() - started) * 1000), _legible(text))


def _alone(work: Coroutine[Any, Any, T]) -> T:
    """Run it to its end in a thread of its own, so that a loop which runs in the caller's is no hindrance."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def _post(target: Target, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
    """Try the checked addresses in their order until one lets us in."""
    timeout = httpx.Timeout(TOTAL, connect=CONNECT)
    async with httpx.AsyncClient(trust_env=False, verify=_certificates(), timeout=timeout) as client:
        for last, address in enumerate(target.addresses, start=1 - len(target.addresses)):
            try:
                return await _post_to(client, target.url, address, body, headers)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if last == 0:
                    raise
    raise AssertionError("a target has addresses")


async def _post_to(
    client: httpx.AsyncClient, url: httpx.URL, address: str, body: bytes, headers: Mapping[str, str]
) -> tuple[int, str]:
    """To one address, under the name that was asked for: in Host, in SNI and in the certificate."""
    request = client.build_request(
        "POST",
        url.copy_with(host=address, fragment=None),
        content=body,
        headers={**headers, "Host": url.netloc.decode()},
        extensions={"sni_hostname": url.host},
    )
    response = await client.send(request, stream=True, follow_redirects=False)
    try:
        return response.status_code, await _beginning(response)
    finally:
        await response.aclose()


async def _beginning(response: httpx.Response) -> str:
    """The first bytes as they came: compressed ones are not unpacked, for they may unpack to any size."""
    read = b""
    async for chunk in response.aiter_raw():
        read += chunk
        if len(read) >= _MOST_READ:
            break
    return read[:_MOST_READ].decode("utf-8", "replace")


def _legible(text: str) -> str:
    """Fit for the log's column: no control characters (PostgreSQL refuses NUL), 500 characters."""
    return "".join(c if c.isprintable() else " " for c in text).strip()[:500]


@cache
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)
