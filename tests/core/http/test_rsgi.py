"""Raw requests to a real granian: valid, malformed, slow and forged."""

import collections
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devserver.wait import wait_for
from tests.core.http.granian import Granian, Raw, read_answer, served

FORM = "POST /form HTTP/1.1\r\nHost: shop\r\n"


@pytest.fixture(scope="module")
def granian() -> Iterator[Granian]:
    with served("tests.core.http.echo:application") as granian:
        yield granian


def test_request_reaches_the_application_as_wsgi_specifies(granian: Granian) -> None:
    answer = granian.send("GET /c%C3%A2y/a%20b?q=%20 HTTP/1.1\r\nHost: shop:1\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n")
    seen = answer.json()["environ"]
    assert answer.status == 200
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/cây/a b"
    assert (seen["QUERY_STRING"], seen["REQUEST_METHOD"], seen["CONTENT_LENGTH"]) == ("q=%20", "GET", "")
    assert (seen["HTTP_HOST"], seen["HTTP_COOKIE"], seen["REMOTE_ADDR"]) == ("shop:1", "a=1; b=2", "127.0.0.1")
    assert (seen["wsgi.url_scheme"], seen["SERVER_PROTOCOL"]) == ("http", "HTTP/1.1")
    assert answer.header("set-cookie") == ["a=1", "b=2"]
    assert len(answer.header("content-length")) == 1


def test_probe_is_answered_while_a_request_hangs_with_its_duration() -> None:
    with served("tests.core.http.echo:application") as granian, granian.connect() as hanging:

        def ask(query: str = "") -> Raw:
            return granian.send(f"GET /healthz{query} HTTP/1.1\r\nHost: shop\r\n\r\n")

        def at_work() -> float:
            return ask().json()["environ"]["choxa.at_work"]

        assert at_work() == 0
        hanging.sendall(b"GET /hang HTTP/1.1\r\nHost: shop\r\n\r\n")
        assert wait_for(lambda: at_work() > 0, seconds=20)
        late = ask("?hang")  # its own thread is blocked, too
        assert (late.status, late.body, late.header("cache-control")) == (503, b'{"late":true}', ["no-store"])
        assert wait_for(lambda: ask("?release").status == 200, seconds=20)
        assert read_answer(hanging).json()["environ"]["choxa.at_work"] == -1  # not a health probe


def test_body_is_complete_and_the_connection_kept_alive(granian: Granian) -> None:
    with granian.connect() as one:
        for size in (5, 0, 1_000):
            one.sendall(f"{FORM}Content-Length: {size}\r\n\r\n".encode() + b"x" * size)
            answer = read_answer(one)
            assert (answer.status, answer.json()["size"]) == (200, size)


def test_head_has_no_body(granian: Granian) -> None:
    with granian.connect() as one:
        one.sendall(b"HEAD / HTTP/1.1\r\nHost: shop\r\n\r\nGET /next HTTP/1.1\r\nHost: shop\r\n\r\n")
        head = one.makefile("rb")
        lines = [head.readline() for _ in range(20)]
        assert sum(line.startswith(b"HTTP/1.1 200") for line in lines) == 2
        assert not any(line.startswith(b"{") for line in lines[: lines.index(b"\r\n") + 2])


@pytest.mark.parametrize(
    ("path", "length", "sent", "status"),
    [
        ("/form", 1_001, 1_001, 413),
        ("/form", 300_000_000, 0, 413),
        ("/large", 500_000, 500_000, 200),
        ("/large", 500_001, 500_001, 413),
    ],
)
def test_body_above_the_limit_of_its_address_is_refused(
    granian: Granian, path: str, length: int, sent: int, status: int
) -> None:
    head = f"POST {path} HTTP/1.1\r\nHost: shop\r\nContent-Length: {length}\r\n\r\n"
    answer = granian.send(head, b"x" * sent)
    assert answer.status == status
    assert answer.json()["size"] == (length if status == 200 else 0)
    assert answer.header("connection") == ([] if status == 200 else ["close"])


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ("Content-Length: 5\r\nContent-Length: 6\r\n", 400),
        ("Content-Length: +5\r\n", 400),
        ("Content-Length: 99999999999999999999999\r\n", 400),
        ("Transfer-Encoding: chunked\r\n", 411),
        ("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", 411),
        ("Transfer-Encoding: gzip, chunked\r\n", 411),
        ("Host: another\r\nContent-Length: 5\r\n", 400),
        ("Authorization: a\r\nAuthorization: b\r\nContent-Length: 5\r\n", 400),
    ],
)
def test_ambiguous_headers_are_refused(granian: Granian, headers: str, status: int) -> None:
    answer = granian.send(f"{FORM}{headers}\r\n", "5\r\nhello\r\n0\r\n\r\n")
    assert (answer.status, answer.header("connection")) == (status, ["close"])


def test_absolute_url_of_another_host_is_refused(granian: Granian) -> None:
    assert granian.send("GET http://evil/ HTTP/1.1\r\nHost: shop\r\n\r\n").status == 400
    assert granian.send("GET http://shop/ HTTP/1.1\r\nHost: shop\r\n\r\n").status == 200


def test_slow_bodies_are_closed_and_do_not_block_others(granian: Granian) -> None:
    """There is one worker thread: with granian's own WSGI one of these bodies would block every other request."""
    begun = time.monotonic()
    slow = [granian.connect() for _ in range(50)]
    for one in slow:
        one.sendall(f"{FORM}Content-Length: 900\r\n\r\na".encode())
    assert granian.send("GET / HTTP/1.1\r\nHost: shop\r\n\r\n").status == 200
    assert time.monotonic() - begun < 0.3
    answers = [read_answer(one) for one in slow]
    assert {(answer.status, answer.json()["refused"]) for answer in answers} == {(408, 408)}
    for one in slow:
        assert one.recv(1) == b""
        one.close()


def test_slow_headers_and_idle_connections_are_closed(granian: Granian) -> None:
    for beginning in (b"", b"GET / HTTP/1.1\r\nHost: sh"):
        with granian.connect() as one:
            one.sendall(beginning)
            assert one.recv(1) == b""


def test_client_that_reads_nothing_is_closed(granian: Granian) -> None:
    with granian.connect() as one:
        one.sendall(b"GET /much HTTP/1.1\r\nHost: shop\r\n\r\n")
        ends = (
            f":{granian.port:04X} 0100007F:{one.getsockname()[1]:04X} "  # the server's address as the kernel formats it
        )
        assert wait_for(lambda: ends not in Path("/proc/net/tcp").read_text(), seconds=20)
        with pytest.raises(ConnectionResetError):
            collections.deque(iter(lambda: one.recv(1_000_000), b""), maxlen=0)


def test_failure_of_the_application_is_a_500(granian: Granian) -> None:
    assert granian.send("GET /broken HTTP/1.1\r\nHost: shop\r\n\r\n").status == 500


UNREADABLE = ["hoàn-1".encode(), "đđ".encode(), b"\xe0", b"a\xff"]


@pytest.mark.parametrize("name", ["Idempotency-Key", "Stripe-Account", "Stripe-Version", "Authorization", "Origin"])
@pytest.mark.parametrize("value", UNREADABLE)
def test_undecodable_header_is_refused(granian: Granian, name: str, value: bytes) -> None:
    """granian drops the header: a retry would have two effects, and a platform's key would act for itself."""
    head = f"GET / HTTP/1.1\r\nHost: shop\r\nX-B: 1\r\n{name}: ".encode()
    environ = granian.send(head, value, b"\r\n\r\n").json()["environ"]
    assert (environ[f"HTTP_{name.upper().replace('-', '_')}"], environ["HTTP_X_B"]) == ("\xff", "1")


@pytest.mark.parametrize(
    "name", ["Host", "Content-Length", "Transfer-Encoding", "X-Forwarded-For", "X-Forwarded-Proto"]
)
def test_request_with_an_undecodable_essential_header_is_400(granian: Granian, name: str) -> None:
    host = b"" if name == "Host" else b"Host: shop\r\n"
    head = b"POST /form HTTP/1.1\r\n" + host + name.encode()
    assert granian.send(head, ": đ\r\nConnection: close\r\n\r\n").status == 400


def test_undecodable_cookie_is_dropped(granian: Granian) -> None:
    answer = granian.send("GET / HTTP/1.1\r\nHost: shop\r\nCookie: a=1\r\nCookie: b=đ\r\n\r\n")
    assert answer.json()["environ"]["HTTP_COOKIE"] == "a=1"


@pytest.mark.parametrize(
    ("headers", "seen"),
    [
        ("X_Forwarded_For: 1.1.1.1\r\nX-Forwarded-For: 203.0.113.7\r\n", {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}),
        ("X-Forwarded_For: 1.1.1.1\r\n", {"HTTP_X_FORWARDED_FOR": None}),
        (
            "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 203.0.113.7\r\n",
            {"HTTP_X_FORWARDED_FOR": "1.1.1.1,203.0.113.7"},  # the last one is set by our proxy
        ),
        ("X-Forwarded-Proto: https\r\nX-Forwarded-Proto: http\r\n", {"HTTP_X_FORWARDED_PROTO": "http"}),
        ("X-Forwarded-Proto: https, http\r\n", {"HTTP_X_FORWARDED_PROTO": "http"}),
        ("X_Forwarded_Proto: https\r\n", {"HTTP_X_FORWARDED_PROTO": None}),
        ("X-Forwarded-Host: evil\r\nForwarded: host=evil\r\n", {"HTTP_X_FORWARDED_HOST": None, "HTTP_FORWARDED": None}),
        ("Proxy: http://evil\r\nX-HTTP-Method-Override: PUT\r\n", {"HTTP_PROXY": None}),
        ("Idempotency-Key: a\r\n", {"HTTP_IDEMPOTENCY_KEY": "a"}),
    ],
)
def test_forwarded_headers_of_a_client_are_ignored(granian: Granian, headers: str, seen: dict[str, str | None]) -> None:
    environ = granian.send(f"GET / HTTP/1.1\r\nHost: shop\r\n{headers}\r\n").json()["environ"]
    assert {name: environ.get(name) for name in seen} == seen


def test_without_a_proxy_forwarded_headers_are_ignored() -> None:
    claims = "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-Proto: https\r\n"
    with served("tests.core.http.echo:no_proxy") as granian:
        environ = granian.send(f"GET / HTTP/1.1\r\nHost: shop\r\n{claims}\r\n").json()["environ"]
    assert [name for name in environ if "FORWARDED" in name] == []
