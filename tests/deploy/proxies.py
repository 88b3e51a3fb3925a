"""The proxy files of `deploy/` in the real programs, with the test's ports, certificate and folders."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from cryptography.x509 import DNSName
from django.conf import settings

from devserver import ports
from devserver.child import die_with_parent
from devserver.wait import wait_for
from tests.certificates import self_signed

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


def _nginx(folder: Path, upstream: int, http: int, https: int) -> list[str]:
    certificate = self_signed(folder, DNSName(NAME))
    (folder / "static").mkdir()
    (folder / "static" / "a.css").write_text("a{}")
    (folder / "products").mkdir()
    (folder / "static" / "a.js").write_text("a()")
    (folder / "products" / "a-1.webp").write_bytes(b"webp")
    (folder / "secret.webp").write_bytes(b"the secret")
    replaced = {
        "listen 80 default_server": f"listen 127.0.0.1:{http} default_server",
        "listen 443 ssl": f"listen 127.0.0.1:{https} ssl",
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "/etc/letsencrypt/live/cho.example.vn/fullchain.pem": str(certificate),
        "/etc/letsencrypt/live/cho.example.vn/privkey.pem": str(certificate),
        "/srv/choxa/var/static/": f"{folder}/static/",
        "/var/log/nginx/error.log crit": "stderr crit",
        "/var/log/nginx/choxa.log": f"{folder}/log",
        "/srv/choxa/var/media/": f"{folder}/",
        "/srv/choxa/maintenance": f"{folder}/maintenance",
    }
    site = _replaced("nginx.conf", replaced)
    kinds = "client_body fastcgi proxy scgi uwsgi"
    paths = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds.split())
    mime = "/etc/nginx/mime.types"  # as the file is included by Debian's own nginx.conf
    user = "" if os.geteuid() else "user root;"  # the folder of a test is open to nobody else
    main = f"{user} daemon off; pid {folder}/pid; error_log stderr;\nevents {{}}\n"
    (folder / "nginx.conf").write_text(f"{main}http {{\ninclude {mime};\n{paths}{site}\n}}\n")
    return [str(program("nginx")), "-p", str(folder), "-c", str(folder / "nginx.conf")]


def _caddy(folder: Path, upstream: int, http: int, https: int) -> list[str]:
    certificate = self_signed(folder, DNSName(NAME))
    replaced = {
        "\tkey_type p256": f"\tadmin off\n\thttp_port {http}\n\thttps_port {https}\n\tskip_install_trust",
        "\ttls {": f"\ttls {certificate} {certificate} {{",
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "root /srv/choxa": f"root {folder}",
    }
    (folder / "Caddyfile").write_text(_replaced("Caddyfile", replaced))
    return [str(program("caddy")), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


def _replaced(name: str, words: dict[str, str]) -> str:
    text = (DEPLOY / name).read_text()
    for old, new in words.items():
        assert old in text, f"{name}: {old}"
        text = text.replace(old, new)
    return text
