"""The passphrase of a backup: from a file, or typed at the terminal."""

import getpass
import sys
from pathlib import Path

from core.console import StartupError

SHORTEST = 16  # bytes


def read_passphrase(key_file: str | Path | None, *, twice: bool) -> bytes:
    """The first line of the key file, else typed (`twice`: and typed again). Raises StartupError, OSError."""
    if key_file:
        passphrase = Path(key_file).read_text().strip().split("\n")[0].strip()
    elif sys.stdin.isatty():
        passphrase = getpass.getpass("Mật khẩu bản sao lưu · Passphrase of the backup: ")
        if twice and getpass.getpass("Nhập lại · Again: ") != passphrase:
            raise StartupError("Hai lần nhập khác nhau.", "The two differ.")
    else:
        raise StartupError(
            "Hãy đưa tệp có mật khẩu bằng --key-file TỆP.", "Give a file with the passphrase by --key-file FILE."
        )
    if len(passphrase.encode()) < SHORTEST:
        raise StartupError(
            f"Mật khẩu bản sao lưu phải có ít nhất {SHORTEST} ký tự.",
            f"The passphrase of a backup needs at least {SHORTEST} characters.",
        )
    return passphrase.encode()
