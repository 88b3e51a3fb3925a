"""One call of an endpoint: to the checked address, in bounded time, no redirects, little of the answer read."""

from threading import Event

import httpx
import pytest

from core.http import client
from payments.webhooks.addresses import Target, check
from payments.webhooks.call import Answer, call
from tests.outside import outside


def target(url: str, *hosts: str) -> Target:
    return Target(httpx.URL(url), hosts or ("127.0.0.1",))


def test_the_checked_address_is_called_under_the_asked_name(hook) -> None:
    url = f"http://hook.example.vn:{hook.port}/a/b?c=d#part"
    answer = call(target(url), b'{"a": 1}', {"X-One": "1"})
    assert (answer.status_code, answer.text, answer.accepted) == (200, "ok", True)
    [heard] = hook.received
    assert heard.path == "/a/b?c=d"
    assert heard.headers["Host"] == f"hook.example.vn:{hook.port}"
    assert (heard.headers["X-One"], heard.body) == ("1", b'{"a": 1}')


def test_a_name_that_changes_its_mind_gains_nothing(hook, monkeypatch) -> None:
    """DNS rebinding: the first question is answered with a good address, every later one with an inner one."""
    answers = iter([["127.0.0.1"]])
    monkeypatch.setattr("payments.webhooks.addresses.resolve", lambda host, port: next(answers, ["10.0.0.1"]))
    checked = check(f"http://rebinding.example.vn:{hook.port}/hook", livemode=False)
    assert call(checked, b"{}", {}).status_code == 200
    assert [heard.headers["Host"] for heard in hook.received] == [f"rebinding.example.vn:{hook.port}"]


def test_the_name_in_sni_is_the_asked_one() -> None:
    with outside(httpx.Response(204)) as requested:
        assert call(target("https://hook.example.vn/x", "2606:4700:4700::1111"), b"{}", {}).status_code == 204
    assert str(requested[0].url) == "https://[2606:4700:4700::1111]/x"
    assert requested[0].headers["Host"] == "hook.example.vn"
    assert requested[0].extensions["sni_hostname"] == "hook.example.vn"


def test_next_address_is_tried_where_the_first_refuses(hook, monkeypatch) -> None:
    monkeypatch.setattr(client, "CONNECT_SECONDS", 0.2)
    assert call(target(hook.url, "127.0.0.1"), b"{}", {}).accepted
    # Nothing listens on 127.0.0.2 at this port: the receiver bound 127.0.0.1 alone.
    assert call(target(hook.url, "127.0.0.2", "127.0.0.1"), b"{}", {}).accepted
    assert len(hook.received) == 2


def test_redirects_are_not_followed(hook) -> None:
    hook.answers = [(302, b"", {"Location": hook.url})]
    answer = call(target(hook.url), b"{}", {})
    assert (answer.status_code, answer.accepted, len(hook.received)) == (302, False, 1)


def test_little_of_a_long_answer_is_read_and_kept(hook, monkeypatch) -> None:
    hook.answers = [(500, b"a\x00b\n" + b"\xff" + b"x" * 5_000_000, {})]
    answer = call(target(hook.url), b"{}", {})
    assert (answer.status_code, len(answer.text)) == (500, 500)
    assert answer.text.startswith("a b �x")


def test_silence_has_an_end(hook) -> None:
    hook.hangs = Event()
    answer = call(target(hook.url), b"{}", {}, total=0.2)
    assert (answer.status_code, answer.text, answer.accepted) == (None, "no answer within 0.2 seconds", False)
    assert 200 <= answer.milliseconds < 5_000


def test_connection_error_is_recorded() -> None:
    answer = call(target("http://127.0.0.1:1/"), b"{}", {})
    assert (answer.status_code, answer.accepted) == (None, False)
    assert answer.text.startswith("ConnectError: ")


@pytest.mark.parametrize(
    ("status", "heard"), [(200, True), (204, True), (299, True), (199, False), (300, False), (410, False)]
)
def test_any_2xx_answer_is_accepted(status: int, heard: bool) -> None:
    assert Answer(status, 1, "").accepted is heard
