"""Call an endpoint: at the checked address, within a time limit, without redirects, reading a limited answer."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from core.http import client
from core.http.client import NoAnswer, NotSent
from payments.webhooks.addresses import Target

TOTAL = 20.0  # seconds for the whole call, however slow the answer is
_MOST_READ = 4_096  # bytes of an answer


@dataclass(frozen=True)
class Answer:
    """The result of a call: a status, or None and the reason."""

    status_code: int | None
    milliseconds: int
    text: str

    @property
    def accepted(self) -> bool:
        return self.status_code is not None and 200 <= self.status_code < 300


def call(target: Target, body: bytes, headers: Mapping[str, str], total: float = TOTAL) -> Answer:
    """POST a body. Never raises for what the other side does. May take `total` seconds: never inside a transaction."""
    started = time.monotonic()
    status: int | None = None
    try:
        answer = _first_answer(target, body, headers, started + total)
        status, text = answer.status_code, answer.content.decode("utf-8", "replace")
    except NoAnswer as error:
        cause = error.__cause__
        text = f"no answer within {total:g} seconds" if isinstance(cause, TimeoutError) else f"{error}: {cause}"
    return Answer(status, int((time.monotonic() - started) * 1000), _legible(text))


def _first_answer(target: Target, body: bytes, headers: Mapping[str, str], until: float) -> client.Answer:
    """Try the checked addresses in their order until one accepts a connection. Raises NoAnswer."""
    for last, address in enumerate(target.addresses, start=1 - len(target.addresses)):
        asked = client.Call("POST", target.url, body, headers, address)
        left = max(until - time.monotonic(), 0.0)
        try:
            return client.send(asked, seconds=left, largest=_MOST_READ, cut=True, proxies_of_system=False)
        except NotSent:
            if last == 0:
                raise
    raise AssertionError("a target has addresses")


def _legible(text: str) -> str:
    """Clean for the log's column: no control characters (PostgreSQL refuses NUL), 500 characters."""
    return "".join(c if c.isprintable() else " " for c in text).strip()[:500]
