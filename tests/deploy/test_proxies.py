"""The proxy files in real nginx and Caddy, in front of a real web worker."""

import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from devserver import ports
from devserver.wait import wait_for
from tests.core.http.echo import GUARDS
from tests.core.http.granian import Granian, read_answer, served
from tests.deploy.proxies import NAME, Proxy, program, running


@pytest.fixture(scope="module")
def worker() -> Iterator[Granian]:
    """Closes an idle connection as late as in `deploy/`: a proxy that reuses a connection at that moment answers 502,
    so the proxies' own time must be shorter.
    """
    with served("tests.core.http.echo:application", "--http1-header-read-timeout", "15000") as granian:
        yield granian


def started(name: str, worker: Granian, folders: pytest.TempPathFactory) -> Iterator[Proxy]:
    if not program(name):
        pytest.skip(f"{name} is not installed; test_files.py reads its file")
    with running(name, folders.mktemp(name), worker.port) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def nginx(worker: Granian, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    yield from started("nginx", worker, tmp_path_factory)


@pytest.fixture(scope="module")
def caddy(worker: Granian, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    yield from started("caddy", worker, tmp_path_factory)


@pytest.fixture(params=["nginx", "caddy"])
def proxy(request: pytest.FixtureRequest) -> Proxy:
    return request.getfixturevalue(request.param)


def test_worker_sees_the_client_address_and_no_forged_header(proxy: Proxy) -> None:
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


def test_request_without_tls_is_redirected_and_a_form_refused(proxy: Proxy) -> None:
    requested = proxy.send("GET", "/gio?a=1", tls=False)
    assert (requested.status_code, requested.headers["location"]) == (301, f"https://{NAME}/gio?a=1")
    posted = proxy.send("POST", "/gio", tls=False, content=b"a=1")
    assert (posted.status_code, "https://" in posted.text) == (403, True)


@pytest.mark.parametrize("path", ["/graphql/", "/v1/refunds", "/gio/them"])
def test_oversized_body_is_413(proxy: Proxy, path: str) -> None:
    answer = proxy.send("POST", path, content=b"x" * 1_100_000)
    assert answer.status_code == 413
    assert "Nội dung gửi lên quá lớn" in answer.text or answer.json()["refused"] == 413  # nginx, or the worker


def test_too_many_requests_learn_when_to_come_again(worker: Granian, tmp_path: Path) -> None:
    if not program("nginx"):
        pytest.skip("nginx is not installed; test_files.py reads its file")
    with running("nginx", tmp_path, worker.port) as nginx:  # one of its own, whose limit this test uses up
        answers = (nginx.send("GET", "/a") for _request in range(1_000))
        refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.headers["retry-after"] == "60"
    assert [len(refused.headers.get_list(guard)) for guard in GUARDS] == [1, 1, 1]


@pytest.mark.parametrize("path", ["/ban-hang/hang/them/", "/ban-hang/hang/7/anh", "/co-quan/chi-tra/sao-ke"])
def test_uploads_pass_on_upload_addresses(proxy: Proxy, path: str) -> None:
    """The worker of this test refuses them itself, in its own words."""
    answer = proxy.send("POST", path, content=b"x" * 2_000_000)
    assert (answer.status_code, answer.json()["refused"]) == (413, 413)


@pytest.mark.parametrize("path", ["/dat-mat-khau/0123456789abcdef", "/thanh-toan/7K2P-9DXM-4H/?key=0123456789abcdef"])
@pytest.mark.parametrize("tls", [True, False])
def test_log_lines_show_the_first_path_segment_only(proxy: Proxy, path: str, tls: bool) -> None:
    before = len(proxy.log.read_text())
    proxy.send("GET", path, tls=tls, headers=[("Cookie", "choxa_session=0123456789abcdef")])
    assert wait_for(lambda: len(proxy.log.read_text()) > before, seconds=20 if tls else 0.2) or not tls
    written = proxy.log.read_text()[before:]
    assert not any(secret in written for secret in ("0123456789abcdef", "7K2P"))
    lines = [json.loads(line) for line in written.splitlines()]
    shown = [line.get("path") or line["request"]["uri"] for line in lines]
    assert shown in ([], [f"/{path.split('/')[1]}"])  # Caddy writes none of what it redirects


def test_error_log_shows_no_path(worker: Granian, tmp_path: Path) -> None:
    for name in filter(program, ("nginx", "caddy")):
        (tmp_path / name).mkdir()
        with running(name, tmp_path / name, ports.pick()) as proxy:  # nothing answers there
            answer = proxy.send("GET", "/dat-mat-khau/0123456789abcdef")
            assert (answer.status_code in (502, 503), "Chợ đang tạm nghỉ" in answer.text) == (True, True)
            assert [len(answer.headers.get_list(guard)) for guard in GUARDS] == [1, 1, 1]
            assert wait_for(lambda log=proxy.log: "/dat-mat-khau" in log.read_text(), seconds=20)
            written = proxy.log.read_text()
        assert "0123456789abcdef" not in written


def test_maintenance_page_is_shown_while_its_file_exists(proxy: Proxy) -> None:
    closed = proxy.log.parent / "maintenance"
    closed.touch()
    try:
        for method, path in (("GET", "/gio"), ("POST", "/payments/feeds/sepay/x"), ("GET", "/static/a.css")):
            answer = proxy.send(method, path)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "120")
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
            assert "<h1>Chợ đang tạm nghỉ</h1>" in answer.text
            assert [len(answer.headers.get_list(guard)) for guard in GUARDS] == [1, 1, 1]
    finally:
        closed.unlink()
    assert proxy.send("GET", "/gio").json()["environ"]["PATH_INFO"] == "/gio"


def test_unknown_host_is_not_served(proxy: Proxy) -> None:
    with connected(proxy) as tls:
        tls.sendall(b"GET / HTTP/1.1\r\nHost: evil\r\nConnection: close\r\n\r\n")
        answer = read_answer(tls)
    assert answer.status in (421, 200)
    assert answer.body == b"" or b"environ" not in answer.body
    assert answer.status == 200 or ("x-content-type-options", "nosniff") in answer.headers


def test_machine_clients_are_not_redirected_to_tls(proxy: Proxy) -> None:
    for path in ("/v1/refunds", "/graphql/", "/payments/vnpay/ipn?a=1"):
        requested = proxy.send("GET", path, tls=False)
        assert (requested.status_code, "https://" in requested.text, "location" in requested.headers) == (
            403,
            True,
            False,
        )
    assert proxy.send("GET", "/payments/vietqr/pi_x/y.svg", tls=False).status_code == 301


@pytest.mark.parametrize("method", ["TRACE", "CONNECT"])
def test_methods_that_echo_are_refused(proxy: Proxy, method: str) -> None:
    with connected(proxy) as tls:
        tls.sendall(
            f"{method} / HTTP/1.1\r\nHost: {NAME}\r\nAuthorization: secret\r\nConnection: close\r\n\r\n".encode()
        )
        answer = read_answer(tls)
    assert answer.status in (400, 405)
    assert b"secret" not in answer.body


def test_answers_of_the_proxy_have_the_security_headers(proxy: Proxy) -> None:
    answers = [proxy.send("GET", "/a"), proxy.send("TRACE", "/")]  # the first as a worker that says nothing of it
    answers += [proxy.send("GET", "/static/none.css"), proxy.send("POST", "/gio/them", content=b"x" * 1_100_000)]
    for answer in answers:
        assert not answer.headers.get("content-type", "").startswith("text/") or answer.charset_encoding == "utf-8"
        assert [answer.headers.get_list(name) for name in GUARDS] == [
            ["max-age=31536000; includeSubDomains"], ["nosniff"], ["frame-ancestors 'none'"],
        ]  # fmt: skip
    for answer in (
        proxy.send("GET", "/", tls=False),
        proxy.send("POST", "/", tls=False),
        proxy.send("GET", "/v1", tls=False),
    ):
        assert [answer.headers.get_list(name) for name in GUARDS] == [[], ["nosniff"], ["frame-ancestors 'none'"]]


def test_headers_of_the_shop_are_passed_on(proxy: Proxy) -> None:
    answer = proxy.send("GET", "/guarded")
    assert [answer.headers.get_list(name) for name in GUARDS] == [[value] for value in GUARDS.values()]


@pytest.mark.parametrize(
    ("suite", "taken"),
    [
        ("ECDHE-ECDSA-AES128-GCM-SHA256", True),
        ("ECDHE-ECDSA-CHACHA20-POLY1305", True),
        ("ECDHE-ECDSA-AES128-SHA", False),
        ("ECDHE-ECDSA-AES256-SHA384", False),
        ("ECDHE-ECDSA-AES128-CCM8", False),
    ],
)
def test_only_strong_cipher_suites_are_negotiated(proxy: Proxy, suite: str, taken: bool) -> None:
    try:
        with connected(proxy, suite) as tls:
            assert (taken, tls.cipher()[0], tls.version()) == (True, suite, "TLSv1.2")
    except ssl.SSLError:
        assert not taken


@contextmanager
def connected(proxy: Proxy, suite: str = "") -> Iterator[ssl.SSLSocket]:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if suite:
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers(f"{suite}:@SECLEVEL=0")
    with (
        socket.create_connection(("127.0.0.1", proxy.https), timeout=10) as one,
        context.wrap_socket(one, server_hostname=NAME) as tls,
    ):
        yield tls


def test_nginx_serves_collected_files_itself(nginx: Proxy) -> None:
    style, script = nginx.send("GET", "/static/a.css"), nginx.send("GET", "/static/a.js")
    photo = nginx.send("GET", "/media/products/a-1.webp")
    assert (style.text, script.text, photo.content) == ("a{}", "a()", b"webp")
    assert (style.headers["content-type"], photo.headers["content-type"]) == ("text/css; charset=utf-8", "image/webp")
    assert script.headers["content-type"] == "application/javascript; charset=utf-8"
    assert photo.headers["content-disposition"] == 'inline; filename="a-1.webp"'
    for answer in (style, script, photo):
        assert "immutable" in answer.headers["cache-control"]
        assert [len(answer.headers.get_list(name)) for name in GUARDS] == [1, 1, 1]
    for address in ("/media/secret.webp", "/media/products/..%2fsecret.webp", "/media/products/a%0ab.webp"):
        assert nginx.send("GET", address).content != b"the secret"
