"""Outgoing calls end in bounded time and read a bounded answer."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from core.http.client import Answer, Call, NoAnswer, NotSent, get_json, post_json, send, within
from tests.outside import outside

SECONDS = 0.3


@contextmanager
def dripping(*parts: bytes) -> Iterator[str]:
    """The address of a server that sends one of `parts` every 50 ms, the last one repeatedly."""
    over = threading.Event()

    def serve() -> None:
        one, _address = server.accept()
        with one:
            at = 0
            while not over.wait(0.05):
                try:
                    one.sendall(parts[min(at, len(parts) - 1)])
                except OSError:
                    return
                at += 1

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        over.set()
        thread.join()


@pytest.mark.parametrize(
    "parts",
    [
        [b""],  # silence
        [b"H", b"T", b"T", b"P", b"/1.1 200 OK\r\n", b"X: y\r\n"],  # endless headers
        [b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{", b" "],  # a byte from time to time
    ],
)
def test_deadline_covers_the_whole_call(parts: list[bytes]) -> None:
    """httpx's own timeouts restart with each byte: the third case would take 50 s."""
    with dripping(*parts) as url:
        begun = time.monotonic()
        with pytest.raises(NoAnswer, match=r"no answer within 0\.3 seconds"):
            post_json(url, {}, seconds=SECONDS)
        assert time.monotonic() - begun < 1.5


def test_slow_name_lookup_is_no_answer() -> None:
    with pytest.raises(NoAnswer):
        within(0.05, lambda: time.sleep(0.4))


@pytest.mark.parametrize(
    ("answered", "raised"),
    [
        (httpx.Response(200, json=[1]), NoAnswer),
        (httpx.Response(200, text="<html>"), NoAnswer),
        (httpx.Response(200, content=b'{"a": "' + b"x" * 70_000 + b'"}'), NoAnswer),
        (httpx.Response(302, headers={"Location": "https://elsewhere.example/"}), NoAnswer),
        (httpx.Response(503), NoAnswer),
        (httpx.ReadTimeout("slow"), NoAnswer),
        (httpx.RemoteProtocolError("closed"), NoAnswer),
        (httpx.ConnectError("refused"), NotSent),
        (httpx.ConnectTimeout("slow"), NotSent),
    ],
)
def test_invalid_answer_is_no_answer(answered: httpx.Response | Exception, raised: type[NoAnswer]) -> None:
    with outside(answered) as calls, pytest.raises(NoAnswer) as caught:
        post_json("https://there.example/a", {"a": 1}, seconds=5)
    assert (type(caught.value), len(calls)) == (raised, 1)
    assert "there.example" not in str(caught.value)


@pytest.mark.parametrize("url", ["", "ftp://there.example/", "https://a b/"])
def test_invalid_url_is_not_sent(url: str) -> None:
    with pytest.raises(NotSent):
        post_json(url, {}, seconds=5)


def test_json_object_is_returned() -> None:
    with outside({"a": "b"}) as calls:
        assert post_json("https://there.example/a", {"c": "đ"}, headers={"X-Key": "k"}, seconds=5) == {"a": "b"}
        assert get_json("https://there.example/a?b=1", {"c": "2"}, seconds=5) == {"a": "b"}
    assert [(call.method, call.headers["Accept-Encoding"]) for call in calls] == [
        ("POST", "identity"),
        ("GET", "identity"),
    ]
    assert (calls[0].content, calls[0].headers["X-Key"]) == ('{"c":"đ"}'.encode(), "k")


def test_truncated_answer_is_accepted_where_allowed() -> None:
    with outside(httpx.Response(500, content=b"x" * 9_000)):
        answer = send(Call("POST", "https://there.example/"), seconds=5, largest=4_096, cut=True)
    assert answer == Answer(500, b"x" * 4_096)
