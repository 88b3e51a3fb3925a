"""The load generator: Debian's `wrk` with one thread and persistent connections; requests a second and latency.

It answers faster than the fastest view, which Python's http.client does not.
"""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection

from tools.machine import Cannot, install_packages

CONNECTIONS = 8


@dataclass(frozen=True)
class Request:
    """A request. `{alias}` in the body becomes a random name for each request, so that no document was seen before."""

    path: str
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Measured:
    """The rate, and the latency in milliseconds."""

    per_second: float
    p50: float
    p99: float


def get() -> str:
    """The path of wrk; installs it if it is missing. Raises Cannot."""
    if not shutil.which("wrk"):
        install_packages("wrk")
    if path := shutil.which("wrk"):
        return path
    raise Cannot("Không có wrk.", "There is no wrk.")


def load(port: int, request: Request, seconds: float, connections: int = CONNECTIONS) -> Measured:
    """The load of one moment. Raises AssertionError where an answer is not 200."""
    check(port, request)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_script(request))
        script.flush()
        command = [
            get(), "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "30s", "-s", script.name,
            f"http://127.0.0.1:{port}{request.path}",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures = re.search(r"^rate (\S+) p50 (\S+) p99 (\S+) failed (\d+)$", done.stdout, re.MULTILINE)
    assert figures, done.stdout
    assert figures[4] == "0", f"{request.path}: {figures[4]} answers failed"
    return Measured(float(figures[1]), float(figures[2]), float(figures[3]))


def check(port: int, request: Request) -> bytes:
    """One answer; raises AssertionError unless it is 200 and, of GraphQL, without errors."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    method = "POST" if request.body else "GET"
    body = _json(request.body.replace("{alias}", "first")) if request.body else None
    connection.request(method, request.path, body, {**_type(request), **request.headers})
    response = connection.getresponse()
    answer = response.read()
    connection.close()
    assert response.status == 200, (request.path, response.status, answer[:300])
    assert not request.body or b'"errors"' not in answer[:300], answer[:300]
    return answer


def _type(request: Request) -> dict[str, str]:
    return {"Content-Type": "application/json"} if request.body else {}


def _json(document: str) -> bytes:
    return json.dumps({"query": " ".join(document.split())}, ensure_ascii=False).encode()


def _script(request: Request) -> str:
    lines = []
    for name, value in {**_type(request), **request.headers}.items():
        lines.append(f"wrk.headers[{name!r}] = {value!r}")
    if request.body:
        lines.append("wrk.method = 'POST'")
        body = _json(request.body).decode()
        if "{alias}" in body:
            before, after = body.split("{alias}")
            lines += [
                "math.randomseed(os.time() + tonumber(tostring({}):sub(8)) % 100000)",
                f"local before, after = [==[{before}]==], [==[{after}]==]",
                "function request()",
                "  local name = string.format('a%d%d', math.random(1e9), math.random(1e9))",
                "  return wrk.format(nil, nil, nil, before .. name .. after)",
                "end",
            ]
        else:
            lines.append(f"wrk.body = [==[{body}]==]")
    lines += [
        "function done(summary, latency)",
        "  local e = summary.errors",
        "  io.write(string.format('rate %f p50 %f p99 %f failed %d\\n', summary.requests / summary.duration * 1e6,",
        "    latency:percentile(50) / 1000, latency:percentile(99) / 1000, e.connect + e.read + e.status + e.timeout))",
        "end",
    ]
    return "\n".join(lines) + "\n"
