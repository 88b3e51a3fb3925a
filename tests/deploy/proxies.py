"""The proxy files of `deploy/` under the real programs: ports, certificate and folders of a test in place of theirs."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from django.conf import settings

from marketplace.embedded import ports
from marketplace.embedded.child import die_with_parent
from marketplace.embedded.wait import wait_for

DEPLOY = Path(settings.BASE_DIR) / "deploy"
NAME = "cho.example.vn"


@dataclass(frozen=True)
class Proxy:
    http: int
    https: int
    client: httpx.Client
    log: Path  # what it writes to standard error, and nginx also to its file

    def send(self, method: str, path: str, *, tls: bool = True, **more: object) -> httpx.Response:
        """Ask it under its own name, whose address it is in tests only."""
        port = self.https if tls else self.http
        headers = [("Host", NAME), *more.pop("headers", [])]  # type: ignore[misc]
        url = f"{'https' if tls else 'http'}://127.0.0.1:{port}{path}"
        return self.client.request(method, url, headers=headers, extensions={"sni_hostname": NAME}, **more)  # type: ignore[arg-type]


def program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(f"/usr/sbin/{name}")


@contextmanager
def running(name: str, folder: Path, upstream: int) -> Iterator[Proxy]:
    """nginx or caddy with our file, before the web worker at port `upstream`."""
    http, https = ports.pick(), ports.pick()
    command = {"nginx": _nginx, "caddy": _caddy}[name](folder, upstream, http, https)
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=out, preexec_fn=die_with_parent, env={"HOME": str(folder), "PATH": "/usr/bin"}
        )
    try:
        assert wait_for(lambda: not ports.is_free(https), seconds=20), log.read_text()
        with httpx.Client(verify=False, timeout=20, trust_env=False) as client:
            yield Proxy(http, https, client, log)
    finally:
        process.terminate()
        process.wait()


def _certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "fullchain.pem", folder / "privkey.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    command += ["-subj", f"/CN={NAME}", "-days", "2", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key


def _nginx(folder: Path, upstream: int, http: int, https: int) -> list[str]:
    certificate, key = _certificate(folder)
    (folder / "static").mkdir()
    (folder / "static" / "a.css").write_text("a{}")
    (folder / "products").mkdir()
    (folder / "products" / "a.webp").write_bytes(b"webp")
    (folder / "secret.webp").write_bytes(b"the secret")
    replaced = {
        "listen 80 default_server": f"listen 127.0.0.1:{http} default_server",
        "listen 443 ssl": f"listen 127.0.0.1:{https} ssl",
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "/etc/letsencrypt/live/cho.example.vn/fullchain.pem": str(certificate),
        "/etc/letsencrypt/live/cho.example.vn/privkey.pem": str(key),
        "/srv/choxa/var/static/": f"{folder}/static/",
        "/var/log/nginx/error.log crit": "stderr crit",
        "/var/log/nginx/choxa.log": f"{folder}/log",
        "/srv/choxa/var/media/": f"{folder}/",
    }
    site = _replaced("nginx.conf", replaced)
    kinds = "client_body fastcgi proxy scgi uwsgi"
    paths = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds.split())
    user = "" if os.geteuid() else "user root;"  # the folder of a test is open to nobody else
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log stderr;\nevents {{}}\nhttp {{\n{paths}{site}\n}}\n"
    )
    return [str(program("nginx")), "-p", str(folder), "-c", str(folder / "nginx.conf")]


def _caddy(folder: Path, upstream: int, http: int, https: int) -> list[str]:
    certificate, key = _certificate(folder)
    replaced = {
        "\tservers {": f"\tadmin off\n\thttp_port {http}\n\thttps_port {https}\n\tskip_install_trust\n\tservers {{",
        "https://cho.example.vn {": f"https://cho.example.vn {{\n\ttls {certificate} {key}",
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
    }
    (folder / "Caddyfile").write_text(_replaced("Caddyfile", replaced))
    return [str(program("caddy")), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


def _replaced(name: str, words: dict[str, str]) -> str:
    text = (DEPLOY / name).read_text()
    for old, new in words.items():
        assert old in text, f"{name}: {old}"
        text = text.replace(old, new)
    return text
