"""Load on one address: so many requests over a few kept connections; how many a second, and how long they took."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import quantiles


@dataclass(frozen=True)
class Request:
    """What is asked, and what a right answer holds."""

    name: str
    path: str
    body: bytes | None = None
    holds: bytes = b""

    @property
    def method(self) -> str:
        return "GET" if self.body is None else "POST"


@dataclass(frozen=True)
class Measured:
    """What came of it."""

    per_second: float
    p50: float  # milliseconds
    p99: float


def load(port: int, request: Request, *, requests: int, connections: int) -> Measured:
    """Ask `requests` times over `connections` kept connections. Raises AssertionError on any wrong answer."""
    share = requests // connections

    def run(_: int) -> list[float]:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        took = [_timed(lambda: _ask(connection, request)) for _ in range(share)]
        connection.close()
        return took

    begun = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        took = sorted(each for part in pool.map(run, range(connections)) for each in part)
    whole = time.perf_counter() - begun
    cuts = quantiles(took, n=100)
    return Measured(per_second=len(took) / whole, p50=cuts[49] * 1000, p99=cuts[98] * 1000)


def _ask(connection: HTTPConnection, request: Request) -> None:
    headers = {"Content-Type": "application/json"} if request.body else {}
    connection.request(request.method, request.path, request.body, headers)
    response = connection.getresponse()
    answer = response.read()
    assert response.status == 200, (request.path, response.status, answer[:300])
    assert request.holds in answer, (request.path, answer[:300])


def _timed(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
