"""Outgoing HTTP calls: one deadline for a whole call, a bounded answer, no redirects. Never inside a transaction.

httpx applies its timeouts to each read, so that an answer sent byte by byte never times out. Here the whole call has a
deadline.
"""

import asyncio
import ssl
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import orjson

if TYPE_CHECKING:  # imported by the first call: web workers and the job worker start without it
    import httpx

T = TypeVar("T")
CONNECT_SECONDS = 4.0
LARGEST = 64_000  # bytes of an answer in JSON; a real one is about a thousand
transport: "httpx.AsyncBaseTransport | None" = None  # a test's, in place of the network


class NoAnswer(Exception):
    """No usable answer. The other side may have executed the request. The text contains no address and no body."""


class NotSent(NoAnswer):
    """No connection: nothing was sent, so the request may be repeated."""


@dataclass(frozen=True)
class Answer:
    status_code: int
    content: bytes


@dataclass(frozen=True)
class Call:
    """One request. `address` is where the connection goes instead of the URL's host, under the host's own name."""

    method: str
    url: "httpx.URL | str"
    content: bytes = b""
    headers: Mapping[str, str] | None = None
    address: str = ""


def post_json(
    url: str, body: Mapping[str, Any], *, headers: Mapping[str, str] | None = None, seconds: float
) -> dict[str, Any]:
    """POST a JSON object; the JSON object that is answered with a status of 200 to 299. Raises NoAnswer, NotSent."""
    sent_headers = {"Content-Type": "application/json", "Accept": "application/json", **(headers or {})}
    return _object(send(Call("POST", url, orjson.dumps(dict(body)), sent_headers), seconds=seconds))


def get_json(url: str, params: Mapping[str, str], *, seconds: float) -> dict[str, Any]:
    """GET a JSON object. Raises NoAnswer, NotSent."""
    import httpx

    try:
        address = httpx.URL(url, params=dict(params))
    except httpx.InvalidURL as error:
        raise NotSent("InvalidURL") from error
    return _object(send(Call("GET", address), seconds=seconds))


def send(
    call: Call, *, seconds: float, largest: int = LARGEST, cut: bool = False, proxies_of_system: bool = True
) -> Answer:
    """The answer, whatever its status, within `seconds` of now.

    Raises NotSent, and NoAnswer where it does not come in time or has more than `largest` bytes (`cut`: the beginning
    is enough). `proxies_of_system`: go by HTTPS_PROXY and its kind.
    """
    return within(seconds, lambda: asyncio.run(_send(call, seconds, largest, cut, proxies_of_system)))


def within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` returns or raises, on a thread of its own; NoAnswer if it takes longer. The thread is abandoned,
    since a name lookup cannot be interrupted.
    """
    result: Future[T] = Future()

    def run() -> None:
        try:
            result.set_result(work())
        except BaseException as error:  # noqa: BLE001 - it is the caller's
            result.set_exception(error)

    threading.Thread(target=run, daemon=True, name="call").start()
    try:
        return result.result(seconds + 0.1)
    except TimeoutError as error:
        raise NoAnswer(f"no answer within {seconds:g} seconds") from error


async def _send(call: Call, seconds: float, largest: int, cut: bool, proxies_of_system: bool) -> Answer:
    import httpx

    timeout = httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
    try:
        async with (
            asyncio.timeout(seconds),
            httpx.AsyncClient(
                trust_env=proxies_of_system,
                verify=_certificates(proxies_of_system),
                timeout=timeout,
                transport=transport,
            ) as client,
        ):
            request = _request(client, call)
            response = await client.send(request, stream=True, follow_redirects=False)
            try:
                return Answer(response.status_code, await _bounded(response, largest, cut))
            finally:
                await response.aclose()
    except TimeoutError as error:
        raise NoAnswer(f"no answer within {seconds:g} seconds") from error
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        raise NotSent(type(error).__name__) from error
    except (httpx.HTTPError, ssl.SSLError, OSError) as error:
        raise NoAnswer(type(error).__name__) from error


def _request(client: "httpx.AsyncClient", call: Call) -> "httpx.Request":
    """Uncompressed, for a small compressed answer may unpack to any size."""
    import httpx

    url, headers = httpx.URL(call.url), {"Accept-Encoding": "identity", **(call.headers or {})}
    extensions: dict[str, Any] = {}
    if call.address:  # under the name that was asked for: in Host, in SNI and in the certificate
        headers["Host"], extensions["sni_hostname"] = url.netloc.decode(), url.host
        url = url.copy_with(host=call.address, fragment=None)
    return client.build_request(call.method, url, content=call.content, headers=headers, extensions=extensions)


async def _bounded(response: "httpx.Response", largest: int, cut: bool) -> bytes:
    read = b""
    async for chunk in response.aiter_raw():
        read += chunk
        if len(read) > largest:
            if cut:
                break
            raise NoAnswer("the answer is too long")
    return read[:largest]


def _object(answer: Answer) -> dict[str, Any]:
    if not 200 <= answer.status_code < 300:
        raise NoAnswer(f"status {answer.status_code}")
    try:
        value = orjson.loads(answer.content)
    except orjson.JSONDecodeError as error:
        raise NoAnswer("the answer is not JSON") from error
    if not isinstance(value, dict):
        raise NoAnswer("the answer is not an object")
    return value


@cache
def _certificates(proxies_of_system: bool) -> ssl.SSLContext:
    import httpx

    return httpx.create_ssl_context(trust_env=proxies_of_system)
