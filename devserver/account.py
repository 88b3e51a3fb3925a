"""The system account that runs PostgreSQL, which refuses root: our own, or one without other rights."""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path

from core.console import StartupError

OWN_ACCOUNT = "choxa"
_READ_AND_RUN = stat.S_IROTH | stat.S_IXOTH


def database_account(data: Path) -> pwd.struct_passwd | None:
    """The account that runs PostgreSQL; None for the current one if we are not root.

    Raises StartupError where the data belongs to someone else and we may not become them.
    """
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise StartupError(
                f"{data} thuộc về người dùng khác: hãy chạy bằng người đó hoặc đặt CHOXA_HOME=… khác.",
                f"{data} belongs to another user: run as that user or set another CHOXA_HOME=….",
            )
        return None
    if owner:
        return pwd.getpwuid(owner)
    return _named("postgres") or _named(OWN_ACCOUNT) or _create_account() or pwd.getpwnam("nobody")


def _named(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _create_account() -> pwd.struct_passwd | None:
    useradd = shutil.which("useradd")
    if not useradd:
        return None
    command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", OWN_ACCOUNT]
    subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - our own arguments
    return _named(OWN_ACCOUNT)


def run_as(account: pwd.struct_passwd | None, *paths: Path) -> list[str]:
    """The words before a command that make it run as `account`, able to reach `paths`, dying with its parent.

    Where a path lies below a folder that only root may enter, or is a program that only root may run, the command
    keeps the right to pass it (CAP_DAC_OVERRIDE): better than opening the folder to everyone. access(2), by which
    initdb looks for its own programs, ignores capabilities of a user who is not root unless the secure bit
    no_setuid_fixup is set. That bit also keeps the other capabilities over the change of user; the next exec leaves
    the ambient one alone.
    """
    setpriv = shutil.which("setpriv")
    if not setpriv:
        if account is None:
            return []
        raise StartupError(
            "Thiếu lệnh setpriv (gói util-linux).", "The command setpriv is missing (package util-linux)."
        )
    words = [setpriv, "--pdeathsig", "INT"]
    if account:
        words += [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
        if not all(_open_to_all(path) for path in paths):
            words += ["--securebits=+no_setuid_fixup", "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    return words


def _open_to_all(path: Path) -> bool:
    path = path.resolve()
    mode = path.stat().st_mode if path.is_file() else _READ_AND_RUN
    return mode & _READ_AND_RUN == _READ_AND_RUN and all(part.stat().st_mode & stat.S_IXOTH for part in path.parents)
