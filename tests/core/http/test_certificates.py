"""Whom we call must prove to be who we meant: a certificate that nobody vouches for ends the call."""

import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from core import clock
from core.http.client import Call, NotSent, send


def self_signed(folder: Path) -> Path:
    """A file with the certificate of 127.0.0.1 and its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    made = x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=key.public_key())
    made = made.serial_number(1).not_valid_before(clock.now()).not_valid_after(clock.now() + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=True)
    path = folder / "server.pem"
    path.write_bytes(
        made.sign(key, SHA256()).public_bytes(Encoding.PEM)
        + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    return path


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[tuple[int, list[bytes]]]:
    """The port of a server under TLS, and what it was sent."""
    context, heard = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), []
    context.load_cert_chain(self_signed(tmp_path))
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        one, _address = server.accept()
        try:
            with context.wrap_socket(one, server_side=True) as tls:
                heard.append(tls.recv(1_000))
        except OSError:
            one.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield server.getsockname()[1], heard
    thread.join(10)
    server.close()


def test_a_certificate_that_nobody_vouches_for_is_refused(stranger: tuple[int, list[bytes]]) -> None:
    port, heard = stranger
    with pytest.raises(NotSent):
        send(Call("POST", f"https://127.0.0.1:{port}/", b"secret"), seconds=10, proxies_of_system=False)
    assert heard == []
