"""A backup is decrypted only complete and with its passphrase; truncated, changed or exchanged files are refused."""

import io
import os
from pathlib import Path

import pytest

from core.console import StartupError
from marketplace.backup import encryption
from marketplace.backup.encryption import CHUNK, HEADER, MAGIC, DecryptingReader, EncryptingWriter

HEAD, SEALED = HEADER, CHUNK + 16
WORDS = b"a passphrase of a commune"
DEFAULT_COST = encryption._COST


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encryption, "_COST", (1, 8, 1))


def write(content: bytes) -> bytes:
    file = io.BytesIO()
    writer = EncryptingWriter(file, WORDS)
    for start in range(0, len(content), 700_001):
        writer.write(content[start : start + 700_001])
    writer.close()
    return file.getvalue()


def read(sealed: bytes, words: bytes = WORDS) -> bytes:
    return DecryptingReader(io.BytesIO(sealed), words, Path("b")).read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_encrypted_file_is_read_back(size: int) -> None:
    content = os.urandom(size)
    assert read(write(content)) == content


def test_encrypted_file_shows_no_content() -> None:
    assert b"Nguyen" not in write(b"Nguyen Van An " * 1000)
    assert write(b"x") != write(b"x")


def test_wrong_passphrase_is_refused() -> None:
    with pytest.raises(StartupError, match="The passphrase is wrong"):
        read(write(b"x"), b"another")


# Written by the software of version 1 (scrypt with N = 2^15).
FORMER = bytes.fromhex(
    "43484f5841204241434b555020310ab052ec816248a0048e6a542b13405b70a941273814555f297e00d4a6305094bd3c50565927b98a72db855b7a"
    "7865ad"
)


def test_key_derivation_has_the_cost_of_owasp() -> None:
    assert DEFAULT_COST == (17, 8, 1)
    assert write(b"x")[len(MAGIC) : len(MAGIC) + 3] == bytes((1, 8, 1))  # what it cost stands in the header


def test_backup_of_the_former_format_is_read() -> None:
    assert read(FORMER).decode() == "Chợ Xã, 2026"
    with pytest.raises(StartupError, match="The passphrase is wrong"):
        read(FORMER, b"another")


@pytest.mark.parametrize("cost", [(21, 8, 1), (17, 255, 1), (17, 8, 255), (0, 8, 1), (17, 0, 0)])
def test_excessive_derivation_cost_is_refused(cost: tuple[int, ...]) -> None:
    with pytest.raises(StartupError, match="damaged"):
        read(MAGIC + bytes(cost) + bytes(64))


def test_files_of_one_salt_share_the_derivation_but_not_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    salt, files = bytes(16), [io.BytesIO(), io.BytesIO()]
    encryption._derive.cache_clear()
    for file in files:
        EncryptingWriter(file, WORDS, salt).close()
    assert encryption._derive.cache_info().misses == 1
    assert len({file.getvalue()[HEADER:] for file in files}) == 2


THREE = write(bytes(3 * CHUNK))


@pytest.mark.parametrize(
    "sealed",
    [
        THREE[:-1],
        THREE[: HEAD + 2 * SEALED],
        THREE[: HEAD + SEALED],
        THREE[:HEAD] + THREE[HEAD + SEALED :],
        THREE[:HEAD]
        + THREE[HEAD + SEALED : HEAD + 2 * SEALED]
        + THREE[HEAD : HEAD + SEALED]
        + THREE[HEAD + 2 * SEALED :],
        THREE[: HEAD + SEALED + 9] + b"x" + THREE[HEAD + SEALED + 10 :],
        THREE + b"x",
        THREE[:HEAD],
        THREE[: len(MAGIC)] + b"\x02" + THREE[len(MAGIC) + 1 :],
    ],
    ids=["a byte", "a chunk", "two chunks", "the first chunk", "swapped", "changed", "longer", "nothing", "header"],
)
def test_damaged_file_is_refused(sealed: bytes) -> None:
    with pytest.raises(StartupError, match="damaged"):
        read(sealed)


def test_file_that_is_no_backup_is_refused() -> None:
    with pytest.raises(StartupError, match="is no backup"):
        read(b"PGDMP and so on")
