"""Outgoing calls verify the server's certificate: an untrusted one ends the call."""

import socket
import ssl
import threading
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509

from core.http.client import Call, NotSent, send
from tests.certificates import self_signed


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[tuple[int, list[bytes]]]:
    """The port of a TLS server, and the requests it received."""
    context, received = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), []
    context.load_cert_chain(self_signed(tmp_path, x509.IPAddress(ip_address("127.0.0.1"))))
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        one, _address = server.accept()
        try:
            with context.wrap_socket(one, server_side=True) as tls:
                received.append(tls.recv(1_000))
        except OSError:
            one.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield server.getsockname()[1], received
    thread.join(10)
    server.close()


def test_untrusted_certificate_is_refused(stranger: tuple[int, list[bytes]]) -> None:
    port, received = stranger
    with pytest.raises(NotSent):
        send(Call("POST", f"https://127.0.0.1:{port}/", b"secret"), seconds=10, proxies_of_system=False)
    assert received == []
