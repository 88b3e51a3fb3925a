"""Load on one address: requests over a few persistent connections; their rate and latency."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import quantiles


@dataclass(frozen=True)
class Request:
    """A request, and the bytes that a correct answer contains."""

    name: str
    path: str
    body: bytes | None = None
    holds: bytes = b""

    @property
    def method(self) -> str:
        return "GET" if self.body is None else "POST"


@dataclass(frozen=True)
class Measured:
    """The measured rate and latency."""

    per_second: float
    p50: float  # milliseconds
    p99: float


def load(port: int, request: Request, *, requests: int, connections: int) -> Measured:
    """Send `requests` requests over `connections` persistent connections. Raises AssertionError on a wrong answer."""
    share = requests // connections

    def run(_: int) -> list[float]:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        durations = [_timed(lambda: _send(connection, request)) for _ in range(share)]
        connection.close()
        return durations

    begun = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        durations = sorted(each for part in pool.map(run, range(connections)) for each in part)
    total = time.perf_counter() - begun
    percentiles = quantiles(durations, n=100)
    return Measured(per_second=len(durations) / total, p50=percentiles[49] * 1000, p99=percentiles[98] * 1000)


def _send(connection: HTTPConnection, request: Request) -> None:
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
