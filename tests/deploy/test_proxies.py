"""The proxy files under the real nginx and Caddy, before a real web worker."""

import json
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from marketplace.embedded import ports
from marketplace.embedded.wait import wait_for
from tests.core.http.granian import Granian, read_answer, served
from tests.deploy.proxies import NAME, Proxy, program, running


@pytest.fixture(scope="module")
def worker() -> Iterator[Granian]:
    with served("tests.core.http.echo:application") as granian:
        yield granian


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxy(request: pytest.FixtureRequest, worker: Granian, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    if not program(request.param):
        pytest.skip(f"{request.param} is not installed; test_files.py reads its file")
    with running(request.param, tmp_path_factory.mktemp(request.param), worker.port) as proxy:
        yield proxy


def test_the_worker_sees_the_client_and_nothing_that_it_claims(proxy: Proxy) -> None:
    claims = [
        ("X_Forwarded_For", "1.1.1.1"),
        ("X-Forwarded-For", "2.2.2.2"),
        ("X_Forwarded_Proto", "http"),
        ("X-Forwarded-Proto", "http"),
        ("X-Forwarded-Host", "evil"),
        ("Forwarded", "for=1.1.1.1;host=evil"),
        ("Proxy", "http://evil"),
        ("Upgrade", "websocket"),
    ]
    seen = proxy.send("GET", "/a?b=c", headers=claims).json()["environ"]
    assert {name: value for name, value in seen.items() if "FORWARD" in name or name == "HTTP_PROXY"} == {
        "HTTP_X_FORWARDED_FOR": "127.0.0.1",
        "HTTP_X_FORWARDED_PROTO": "https",
    }
    assert (seen["HTTP_HOST"], seen["PATH_INFO"], seen["QUERY_STRING"]) == (NAME, "/a", "b=c")
    assert "HTTP_UPGRADE" not in seen


def test_a_request_without_tls_is_led_to_it_and_a_form_is_refused(proxy: Proxy) -> None:
    asked = proxy.send("GET", "/gio?a=1", tls=False)
    assert (asked.status_code, asked.headers["location"]) == (301, f"https://{NAME}/gio?a=1")
    posted = proxy.send("POST", "/gio", tls=False, content=b"a=1")
    assert (posted.status_code, "https://" in posted.text) == (403, True)


@pytest.mark.parametrize("path", ["/graphql/", "/v1/refunds", "/gio/them"])
def test_a_large_body_is_refused(proxy: Proxy, path: str) -> None:
    answer = proxy.send("POST", path, content=b"x" * 1_100_000)
    assert answer.status_code == 413
    assert "Nội dung gửi lên quá lớn" in answer.text or answer.json()["refused"] == 413  # nginx, or the worker


@pytest.mark.parametrize("path", ["/ban-hang/hang/them/", "/ban-hang/hang/7/anh", "/co-quan/chi-tra/sao-ke"])
def test_files_pass_where_files_are_taken(proxy: Proxy, path: str) -> None:
    """The worker of this test refuses them itself, in its own words."""
    answer = proxy.send("POST", path, content=b"x" * 2_000_000)
    assert (answer.status_code, answer.json()["refused"]) == (413, 413)


@pytest.mark.parametrize("path", ["/dat-mat-khau/0123456789abcdef", "/thanh-toan/7K2P-9DXM-4H/?key=0123456789abcdef"])
@pytest.mark.parametrize("tls", [True, False])
def test_lines_show_the_first_part_of_a_path_and_no_more(proxy: Proxy, path: str, tls: bool) -> None:
    before = len(proxy.log.read_text())
    proxy.send("GET", path, tls=tls, headers=[("Cookie", "choxa_session=0123456789abcdef")])
    assert wait_for(lambda: len(proxy.log.read_text()) > before, seconds=20 if tls else 0.2) or not tls
    written = proxy.log.read_text()[before:]
    assert not any(secret in written for secret in ("0123456789abcdef", "7K2P"))
    lines = [json.loads(line) for line in written.splitlines()]
    shown = [line.get("path") or line["request"]["uri"] for line in lines]
    assert shown in ([], [f"/{path.split('/')[1]}"])  # Caddy writes none of what it redirects


def test_no_line_of_a_fault_shows_the_path(worker: Granian, tmp_path: Path) -> None:
    for name in filter(program, ("nginx", "caddy")):
        (tmp_path / name).mkdir()
        with running(name, tmp_path / name, ports.pick()) as proxy:  # nothing answers there
            assert proxy.send("GET", "/dat-mat-khau/0123456789abcdef").status_code in (502, 503)
            assert wait_for(lambda log=proxy.log: "/dat-mat-khau" in log.read_text(), seconds=20)
            written = proxy.log.read_text()
        assert "0123456789abcdef" not in written


def test_another_name_is_not_served(proxy: Proxy) -> None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", proxy.https), timeout=10) as one,
        context.wrap_socket(one, server_hostname=NAME) as tls,
    ):
        tls.sendall(b"GET / HTTP/1.1\r\nHost: evil\r\nConnection: close\r\n\r\n")
        answer = read_answer(tls)
    assert answer.status in (421, 200)
    assert answer.body == b"" or b"environ" not in answer.body


def test_nginx_serves_collected_files_itself(worker: Granian, tmp_path: Path) -> None:
    if not program("nginx"):
        pytest.skip("nginx is not installed; test_files.py reads its file")
    with running("nginx", tmp_path, worker.port) as proxy:
        style, photo = proxy.send("GET", "/static/a.css"), proxy.send("GET", "/media/products/a.webp")
        assert (style.text, photo.content) == ("a{}", b"webp")
        assert photo.headers["content-type"] == "image/webp"
        for answer in (style, photo):
            assert "immutable" in answer.headers["cache-control"]
            assert answer.headers["x-content-type-options"] == "nosniff"
        for address in ("/media/secret.webp", "/media/products/..%2fsecret.webp"):
            assert proxy.send("GET", address).content != b"the secret"
