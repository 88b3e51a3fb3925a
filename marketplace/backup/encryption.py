"""One encrypted file, written and read in chunks: AES-256-GCM under a key that scrypt makes of a passphrase.

Layout: a header, then chunks of at most 1 MiB, each with its 16-byte tag. A chunk's nonce is its number and whether it
is the last, so that chunks cannot be dropped, swapped or cut off unnoticed (the STREAM construction of Hoang,
Reyhanitabar, Rogaway and Vizár, 2015). The header of version 2 is the magic line, three bytes with scrypt's log2 N, r
and p, 16 bytes of its salt, and 16 bytes that make the file's own key of scrypt's by HKDF: many files may share one
derivation. Version 1, which is still read, had the salt alone, N = 2^15, r = 8, p = 1.
"""

import os
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from core.console import StartupError

MAGIC = b"CHOXA BACKUP 2\n"
_FORMER = b"CHOXA BACKUP 1\n"
CHUNK = 1 << 20
HEADER = len(MAGIC) + 3 + 16 + 16
_SALT, _TAG = 16, 16
_COST = (17, 8, 1)  # log2 N, r, p: 128 MiB and about 0.4 s for each guess (OWASP's advice for scrypt)
_FORMER_COST = (15, 8, 1)
_MOST = (20, 8, 4)  # the maximum cost that a header may request: 1 GiB


class EncryptingWriter:
    """A writable file; `close` writes the last chunk, without which the file cannot be read.

    Files with the same `salt` (16 random bytes) share one derivation.
    """

    def __init__(self, file: BinaryIO, passphrase: bytes, salt: bytes | None = None) -> None:
        self._header = MAGIC + bytes(_COST) + (salt or os.urandom(_SALT)) + os.urandom(_SALT)
        self._file, self._box, self._number, self._rest = file, _box(passphrase, self._header), 0, bytearray()
        self._written = 0
        file.write(self._header)

    def write(self, data: bytes) -> int:
        self._rest += data
        while len(self._rest) > CHUNK:
            self._seal(bytes(self._rest[:CHUNK]), is_last=False)
            del self._rest[:CHUNK]
        self._written += len(data)
        return len(data)

    def flush(self) -> None:
        """Bytes that fill no chunk yet are buffered until `close`."""

    def tell(self) -> int:
        return self._written

    def close(self) -> None:
        self._seal(bytes(self._rest), is_last=True)

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        self._file.write(self._box.encrypt(_nonce(self._number, is_last), chunk, self._header))
        self._number += 1


class DecryptingReader:
    """Reads what an EncryptingWriter wrote. Raises StartupError if the passphrase is wrong or a byte changed."""

    def __init__(self, file: BinaryIO, passphrase: bytes, path: Path) -> None:
        self._file, self._path, self._number, self._rest, self._ended = file, path, 0, b"", False
        magic = file.read(len(MAGIC))
        if magic == MAGIC:
            header = magic + file.read(HEADER - len(magic))
            if len(header) < HEADER or not _bearable(_cost(header)):
                raise self._refusal()
            self._box, self._proved = _box(passphrase, header), header
        elif magic == _FORMER:
            key = _derive(passphrase, file.read(_SALT), _FORMER_COST)
            self._box, self._proved = AESGCM(key), magic
        else:
            raise StartupError(f"{path} không phải bản sao lưu của Chợ Xã.", f"{path} is no backup of Chợ Xã.")
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
        block, self._next = self._next, self._file.read(CHUNK + _TAG)
        self._ended = not self._next
        try:
            chunk = self._box.decrypt(_nonce(self._number, self._ended), block, self._proved)
        except InvalidTag:
            raise self._refusal() from None
        self._number += 1
        return chunk

    def _refusal(self) -> StartupError:
        if self._number:
            return StartupError(
                f"{self._path} bị hỏng hoặc bị cắt ngắn: hãy dùng bản sao lưu khác.",
                f"{self._path} is damaged or cut short: use another backup.",
            )
        return StartupError(
            f"Sai mật khẩu, hoặc {self._path} bị hỏng.", f"The passphrase is wrong, or {self._path} is damaged."
        )


def _cost(header: bytes) -> tuple[int, int, int]:
    log_n, r, p = header[len(MAGIC) : len(MAGIC) + 3]
    return log_n, r, p


def _bearable(cost: tuple[int, int, int]) -> bool:
    return all(0 < value <= most for value, most in zip(cost, _MOST, strict=True))


def _box(passphrase: bytes, header: bytes) -> AESGCM:
    salt, own = header[-2 * _SALT : -_SALT], header[-_SALT:]
    master = _derive(passphrase, salt, _cost(header))
    return AESGCM(HKDF(SHA256(), 32, salt=own, info=b"choxa backup file").derive(master))


@lru_cache(maxsize=16)
def _derive(passphrase: bytes, salt: bytes, cost: tuple[int, int, int]) -> bytes:
    log_n, r, p = cost
    return Scrypt(salt=salt, length=32, n=1 << log_n, r=r, p=p).derive(passphrase)


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
