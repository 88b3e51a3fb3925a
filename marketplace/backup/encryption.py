"""One encrypted file, written and read in chunks: AES-256-GCM under a key that scrypt makes of a passphrase.

Layout: the magic line, 16 bytes of salt, then chunks of at most 1 MiB, each with its 16-byte tag. A chunk's nonce is
its number and whether it is the last, so that chunks cannot be dropped, swapped or cut off unnoticed (the STREAM
construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
"""

import os
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from marketplace.embedded.say import CannotStart

MAGIC = b"CHOXA BACKUP 1\n"
CHUNK = 1 << 20
_SALT, _TAG = 16, 16
_COST = 1 << 15  # of scrypt: 32 MiB and about 0.1 s for each guess


class EncryptingWriter:
    """A file to write to; `close` writes the last chunk, without which nothing of it can be read."""

    def __init__(self, file: BinaryIO, passphrase: bytes) -> None:
        salt = os.urandom(_SALT)
        self._file, self._box, self._number, self._rest = file, _box(passphrase, salt), 0, bytearray()
        self._written = 0
        file.write(MAGIC + salt)

    def write(self, data: bytes) -> int:
        self._rest += data
        while len(self._rest) > CHUNK:
            self._seal(bytes(self._rest[:CHUNK]), is_last=False)
            del self._rest[:CHUNK]
        self._written += len(data)
        return len(data)

    def tell(self) -> int:
        return self._written

    def close(self) -> None:
        self._seal(bytes(self._rest), is_last=True)

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        self._file.write(self._box.encrypt(_nonce(self._number, is_last), chunk, MAGIC))
        self._number += 1


class DecryptingReader:
    """What an EncryptingWriter wrote. Reading raises CannotStart where the passphrase is wrong or a byte changed."""

    def __init__(self, file: BinaryIO, passphrase: bytes, path: Path) -> None:
        self._file, self._path, self._number, self._rest, self._ended = file, path, 0, b"", False
        if file.read(len(MAGIC)) != MAGIC:
            raise CannotStart(f"{path} không phải bản sao lưu của Chợ Xã.", f"{path} is no backup of Chợ Xã.")
        self._box = _box(passphrase, file.read(_SALT))
        self._next = file.read(CHUNK + _TAG)

    def read(self, size: int = -1) -> bytes:
        parts, got = [], 0
        while size < 0 or got < size:
            if not self._rest:
                if self._ended:
                    break
                self._rest = self._open()
            part = self._rest if size < 0 else self._rest[: size - got]
            self._rest = self._rest[len(part) :]
            parts.append(part)
            got += len(part)
        return b"".join(parts)

    def _open(self) -> bytes:
        sealed, self._next = self._next, self._file.read(CHUNK + _TAG)
        self._ended = not self._next
        try:
            chunk = self._box.decrypt(_nonce(self._number, self._ended), sealed, MAGIC)
        except InvalidTag:
            raise self._refusal() from None
        self._number += 1
        return chunk

    def _refusal(self) -> CannotStart:
        if self._number:
            return CannotStart(
                f"{self._path} bị hỏng hoặc bị cắt ngắn: hãy dùng bản sao lưu khác.",
                f"{self._path} is damaged or cut short: use another backup.",
            )
        return CannotStart(
            f"Sai mật khẩu, hoặc {self._path} bị hỏng.", f"The passphrase is wrong, or {self._path} is damaged."
        )


def _box(passphrase: bytes, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase))


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
