"""Certificates that servers of tests show."""

from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from core import clock


def self_signed(folder: Path, name: x509.GeneralName) -> Path:
    """A file with a certificate of that name, which nobody vouches for, and its key."""
    key, empty_name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    created = x509.CertificateBuilder(subject_name=empty_name, issuer_name=empty_name, public_key=key.public_key())
    created = created.serial_number(1).not_valid_before(clock.now()).not_valid_after(clock.now() + timedelta(days=1))
    created = created.add_extension(x509.SubjectAlternativeName([name]), critical=True)
    path = folder / "server.pem"
    path.write_bytes(
        created.sign(key, SHA256()).public_bytes(Encoding.PEM)
        + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    return path
