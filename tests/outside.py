"""The world outside, played: answers in place of the network for everything that core.http.client calls."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import httpx
import orjson

from core.http import client

Reply = dict[str, Any] | httpx.Response | Exception


@contextmanager
def outside(reply: Callable[[httpx.Request], Reply] | Reply) -> Iterator[list[httpx.Request]]:
    """Every call is answered by `reply`; the calls, in their order."""
    calls: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        calls.append(request)
        created = reply(request) if callable(reply) else reply
        if isinstance(created, Exception):
            raise created
        known = created if isinstance(created, httpx.Response) else httpx.Response(200, content=orjson.dumps(created))
        return httpx.Response(known.status_code, headers=known.headers, stream=httpx.ByteStream(known.content))

    with mock.patch.object(client, "transport", httpx.MockTransport(answer)):
        yield calls
