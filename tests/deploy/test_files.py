"""The proxy files, read as text: also where neither nginx nor Caddy is installed."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from core.http.limits import PHOTOS, SPREADSHEET
from tests.core.http.test_limits import FILES

DEPLOY = Path(settings.BASE_DIR) / "deploy"
NGINX, CADDY = (DEPLOY / "nginx.conf").read_text(), (DEPLOY / "Caddyfile").read_text()
SIZES = {"60m": PHOTOS, "11m": SPREADSHEET}


@pytest.mark.parametrize(
    "directive",
    [
        "underscores_in_headers off;",
        "proxy_request_buffering on;",
        "proxy_set_header X-Forwarded-For $remote_addr;",
        "proxy_set_header X-Forwarded-Proto $scheme;",
        'proxy_set_header Forwarded "";',
        'proxy_set_header X-Forwarded-Host "";',
        'proxy_set_header Upgrade "";',
        "client_header_timeout 15s;",
        "client_body_timeout 15s;",
        "send_timeout 60s;",
        "client_max_body_size 1m;",
        "limit_conn choxa_connections 40;",
        "ssl_protocols TLSv1.2 TLSv1.3;",
        "error_log /var/log/nginx/error.log crit;",
        "access_log /var/log/nginx/choxa.log choxa;",
        "ssl_prefer_server_ciphers off;",
        "ssl_ecdh_curve X25519:prime256v1:secp384r1;",
    ],
)
def test_nginx_has_each_security_directive(directive: str) -> None:
    assert directive in NGINX


def test_proxies_close_idle_connections_before_the_workers() -> None:
    """Otherwise a proxy sends a request on a connection that is being closed, and answers 502."""
    [nginx] = re.findall(r"keepalive_timeout (\d+)s;  # shorter", NGINX)
    [caddy] = re.findall(r"\tkeepalive (\d+)s", CADDY)
    workers = [
        re.findall(r"--http1-header-read-timeout\W+(\d+)", (DEPLOY / name).read_text())
        for name in ("systemd/choxa-web.service", "compose.yml")
    ]
    assert (nginx, caddy, workers) == ("10", "10", [["15000"], ["15000"]])


def test_each_cipher_suite_is_strong() -> None:
    [nginx] = re.findall(r"ssl_ciphers (\S+);", NGINX)
    [caddy] = re.findall(r"\tciphers (.+)", CADDY)
    strong = r"(TLS_)?ECDHE[-_](ECDSA|RSA)[-_](WITH_)?(AES_?(128|256)[-_]GCM|CHACHA20)[-_A-Z0-9]*"
    for suites in (nginx.split(":"), caddy.split()):
        assert len(suites) == 6
        assert [suite for suite in suites if not re.fullmatch(strong, suite)] == []


def test_every_nginx_location_keeps_the_security_headers() -> None:
    """nginx forgets the headers of the server in a location that adds one of its own."""
    guards = {"Strict-Transport-Security", "X-Content-Type-Options", "Content-Security-Policy"}
    for block in re.findall(r"location [^{]+?\{(.*?)\n    \}", NGINX, re.DOTALL):
        added = re.findall(r"add_header (\S+) .*?( always)?;$", block, re.MULTILINE)
        assert not added or {name for name, always in added if always} >= guards


@pytest.mark.parametrize(
    "directive", ["read_header 15s", "header_up -X_*", "header_up -Forwarded", "idle 30s", "\tlog\n"]
)
def test_caddy_has_each_security_directive(directive: str) -> None:
    assert directive in CADDY


@pytest.mark.parametrize(("path", "size"), FILES.items())
def test_nginx_body_limits_match_the_application(path: str, size: int) -> None:
    locations = re.findall(r"location ~ (\S+) \{\s+client_max_body_size (\S+);", NGINX)
    assert [SIZES[limit] for pattern, limit in locations if re.search(pattern, path)] == [size]


def test_the_image_runs_the_python_that_the_checks_run() -> None:
    project = tomllib.loads((DEPLOY.parent / "pyproject.toml").read_text())
    base = re.search(r"^FROM python:([\d.]+)-slim", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    assert base
    assert base[1] == project["tool"]["mypy"]["python_version"]
