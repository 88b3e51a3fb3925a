"""`/metrics`: for configured networks or the token only; counts the requests of all web workers."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as shop
from django.test import Client

from core import metrics
from marketplace.metrics.folder import share_counts

pytestmark = pytest.mark.django_db
TOKEN = "Zk3vN8qLw0pT5rVb7NcYdE1uHsGjMiOe"


def allow(settings: Any, *networks: str, token: str = "") -> None:
    settings.METRICS_NETWORKS, settings.METRICS_TOKEN = list(networks), token
    settings.METRICS = bool(networks or token)


def ask(token: str = "", **more: Any) -> int:
    if token:
        more["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return Client().get("/metrics", **more).status_code


def test_metrics_are_404_unless_configured(settings) -> None:
    assert (shop.METRICS_NETWORKS, shop.METRICS_TOKEN, shop.METRICS) == ([], "", False)
    assert ask() == ask("") == ask(TOKEN) == 404


def test_token_alone_opens_from_any_network(settings) -> None:
    allow(settings, token=TOKEN)
    assert ask(TOKEN, REMOTE_ADDR="198.51.100.7") == 200
    assert ask() == ask(TOKEN[:-1]) == ask(f"{TOKEN}x") == 404
    assert Client().post("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 404


def test_networks_alone_open_without_a_token(settings) -> None:
    allow(settings, "203.0.113.0/24", "::1")
    assert ask(REMOTE_ADDR="203.0.113.9") == ask(REMOTE_ADDR="::1") == 200
    assert ask(REMOTE_ADDR="203.0.114.9") == ask(REMOTE_ADDR="127.0.0.1") == 404


def test_network_and_token_are_both_required_where_both_are_set(settings) -> None:
    allow(settings, "203.0.113.0/24", token=TOKEN)
    assert ask(TOKEN, REMOTE_ADDR="203.0.113.9") == 200
    assert ask(TOKEN, REMOTE_ADDR="203.0.114.9") == ask(REMOTE_ADDR="203.0.113.9") == 404


def test_behind_a_proxy_the_network_is_the_one_that_the_proxy_names(settings) -> None:
    allow(settings, "203.0.113.0/24", "127.0.0.1")
    settings.PROXIES = 1
    assert ask(HTTP_X_FORWARDED_FOR="203.0.113.9") == 200
    assert ask(HTTP_X_FORWARDED_FOR="127.0.0.1, 198.51.100.7") == 404
    assert ask(REMOTE_ADDR="127.0.0.1") == 404  # a proxy that names nobody lets nobody in


def test_host_name_and_tls_are_not_required(settings) -> None:
    allow(settings, token=TOKEN)
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["shop.example"], True
    assert ask(TOKEN, HTTP_HOST="10.0.0.7:8000") == 200


def test_requests_are_counted_by_path_template(settings) -> None:
    allow(settings, token=TOKEN)
    metrics.REQUEST_SECONDS.clear()
    for path in ("/hang/xoai-12/", "/hang/vu-sua-13/", "/wp-login.php", "/khong-co/0912345678"):
        Client().get(path)
    Client().generic("BREW", "/hang/xoai-12/")
    text = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    labels = 'method="GET",path="/hang/{slug}-{product_id}/",status="4xx"'
    assert f"choxa_request_seconds_count{{{labels}}} 2.0" in text
    assert f'choxa_request_seconds_bucket{{le="+Inf",{labels}}} 2.0' in text
    assert 'choxa_request_seconds_count{method="GET",path="none",status="4xx"} 2.0' in text
    assert 'method="other",path="/hang/{slug}-{product_id}/"' in text
    assert not any(word in text for word in ("wp-login", "0912345678", "xoai", "BREW"))


def test_counts_of_all_workers_of_a_server_are_added_up(tmp_path: Path) -> None:
    """Also those of a worker that has died; those of an earlier server are removed."""
    old = tmp_path / "metrics" / "999999999"
    old.mkdir(parents=True)
    code = """
import json, os, sys
from pathlib import Path
from marketplace.metrics.folder import share_counts
share_counts(Path(sys.argv[1]))
from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
Counter("seen", "Seen.").inc(int(sys.argv[2]))
registry = CollectorRegistry()
MultiProcessCollector(registry)
print(json.dumps([os.environ["PROMETHEUS_MULTIPROC_DIR"], generate_latest(registry).decode().splitlines()[-1]]))
"""
    environment = {name: value for name, value in os.environ.items() if name != "PROMETHEUS_MULTIPROC_DIR"}
    answers = [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", code, str(tmp_path), count], cwd=shop.BASE_DIR, env=environment, text=True,
                stdout=subprocess.PIPE, check=True,
            ).stdout
        )
        for count in ("2", "5")
    ]  # fmt: skip
    folder = str(tmp_path / "metrics" / str(os.getpid()))
    assert answers == [[folder, "seen_total 2.0"], [folder, "seen_total 7.0"]]
    assert not old.exists()


def test_process_that_forks_the_workers_counts_nothing_itself(tmp_path: Path) -> None:
    code = """
import os
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from marketplace.metrics.folder import leave_counting_to_workers
gauge = Gauge("known", "Known.", multiprocess_mode="livemin")
leave_counting_to_workers()
if os.fork():
    os.wait()
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    print(generate_latest(registry).decode().splitlines()[-1])
else:
    gauge.set(1)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=shop.BASE_DIR, env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
        text=True, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    assert done.stdout == "known 1.0\n"


def test_configured_metrics_folder_is_kept(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    share_counts(tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_web_workers_count_in_the_shared_folder(tmp_path: Path) -> None:
    code = (
        "import marketplace.rsgi; from core import metrics;"
        "print(metrics.REQUEST_SECONDS.labels('GET', '/', '2xx')._sum.__class__.__name__)"
    )
    settings_of_test = {"CHOXA_ENV": "test", "CHOXA_HOME": str(tmp_path), "CHOXA_METRICS_TOKEN": "t" * 32}
    environment = {
        name: value for name, value in os.environ.items() if name != "PROMETHEUS_MULTIPROC_DIR"
    } | settings_of_test
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=shop.BASE_DIR, env=environment, text=True, stdout=subprocess.PIPE, check=True)
    assert done.stdout.split() == ["MmapedValue"]
