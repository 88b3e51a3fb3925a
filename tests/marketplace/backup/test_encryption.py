"""A backup opens whole and by its passphrase only; what was cut, changed or swapped is refused."""

import io
import os
from pathlib import Path

import pytest

from marketplace.backup import encryption
from marketplace.backup.encryption import CHUNK, MAGIC, DecryptingReader, EncryptingWriter
from marketplace.embedded.say import CannotStart

HEAD, SEALED = len(MAGIC) + 16, CHUNK + 16
WORDS = b"a passphrase of a commune"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encryption, "_COST", 2)


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
def test_what_was_written_is_read(size: int) -> None:
    content = os.urandom(size)
    assert read(write(content)) == content


def test_nothing_of_it_is_readable() -> None:
    assert b"Nguyen" not in write(b"Nguyen Van An " * 1000)
    assert write(b"x") != write(b"x")


def test_a_wrong_passphrase() -> None:
    with pytest.raises(CannotStart, match="The passphrase is wrong"):
        read(write(b"x"), b"another")


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
    ],
    ids=["a byte", "a chunk", "two chunks", "the first chunk", "swapped", "changed", "longer", "nothing"],
)
def test_a_damaged_file(sealed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encryption, "_COST", 1 << 15)  # as when THREE was written
    with pytest.raises(CannotStart, match="damaged"):
        read(sealed)


def test_another_file() -> None:
    with pytest.raises(CannotStart, match="is no backup"):
        read(b"PGDMP and so on")
