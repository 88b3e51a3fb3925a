"""The embedded PostgreSQL server: on its own loopback port, with a password that only its owner can read.

Its folder holds `data/` (the cluster), `url` (the owner's address with the password, mode 0600), `run-url` (that of the
role as which the shop runs), `log` and `lock`; where its log (WAL) is archived also `wal/` (finished segments to be
archived), `lineage` and `backup-password` (`marketplace/backup/wal.py`).
"""

import os
import secrets
import subprocess
import time
from functools import partial
from pathlib import Path
from signal import SIGINT, SIGQUIT
from typing import IO
from urllib.parse import urlsplit

from core import home
from core.console import StartupError, from_database_error
from devserver import logs, ports
from devserver.child import Process
from devserver.cluster import BACKUP_ROLE, DATABASE, ROLE, RUN_ROLE, Cluster, environment
from devserver.wait import wait_for

_PATIENCE = 15.0  # seconds to wait for another command that uses the same database
_LINGERING = 60.0  # seconds to wait for the last child of a killed server
_HELD = "pre-existing shared memory block"  # PostgreSQL's message while there is one
_ALWAYS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # no socket, so no short path to find and no file to leave behind
    "max_connections": "300",
    "log_checkpoints": "off",
    "log_timezone": "Asia/Ho_Chi_Minh",
    "log_line_prefix": "%m [%p] ",  # time with its zone, process
    # Failed statements are logged without their text and quoted row, which contain typed data.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
_ARCHIVING = {
    "archive_mode": "on",
    "archive_library": "basic_archive",
    "archive_timeout": "60",  # seconds: the maximum loss if the disk fails
}
FOR_TESTS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
    "file_copy_method": "clone",
    "autovacuum": "off",  # of rows that a test takes back again; templates are analysed when they are built
    "max_connections": "500",
}


class Server:
    """A PostgreSQL server that runs as long as this process; `archives`: it copies each finished WAL segment."""

    def __init__(self, folder: Path, settings: dict[str, str] | None = None, *, archives: bool = False) -> None:
        self.folder = folder.absolute()
        self.cluster = Cluster(self.folder / "data")
        self.archives, self.spool, self.lineage = archives, self.folder / "wal", self.folder / "lineage"
        archiving = _ARCHIVING | {"basic_archive.archive_directory": str(self.spool)} if archives else {}
        self.settings = _ALWAYS | archiving | (settings or {})
        self.process: Process | None = None
        self._lock: IO[str] | None = None

    @property
    def url(self) -> str:
        """The server's current or last address; empty before the first start."""
        path = self.folder / "url"
        return path.read_text().strip() if path.exists() else ""

    @property
    def backup_password(self) -> str:
        """Of the role that takes base backups and may do nothing else; empty where the log was never archived."""
        path = self.folder / "backup-password"
        return path.read_text().strip() if path.exists() else ""

    def start(self) -> str:
        """Start the server, creating the database the first time; returns its address. Raises StartupError."""
        self._lock = self._lock or wait_for(lambda: home.lock(self.folder / "lock"), seconds=_PATIENCE)
        if self._lock is None:
            raise StartupError(
                f"Cơ sở dữ liệu {self.folder} đang được một lệnh khác dùng.",
                f"The database {self.folder} is in use by another command.",
            )
        # It existed before: an empty database in its place would hide the loss.
        if self.process and not self.cluster.is_made:
            raise StartupError(
                f"Dữ liệu {self.cluster.data} không còn: hãy phục hồi từ bản sao lưu.",
                f"The data {self.cluster.data} is gone: restore it from a backup.",
            )
        self.cluster.ensure()
        self._clear_former_server()
        self._prepare_archive()
        password, run_password = self._passwords()
        port = urlsplit(self.url).port or ports.pick()
        for _ in range(5):
            if self.process:  # web and worker know this address: a dying child may still hold it for a moment
                wait_for(partial(ports.is_free, port), seconds=_LINGERING)
            port = port if ports.is_free(port) else ports.pick()
            url = f"postgres://{ROLE}:{password}@127.0.0.1:{port}/{DATABASE}"
            if self._start_at(port, url):
                home.write_private(
                    self.folder / "run-url", url.replace(f"{ROLE}:{password}", f"{RUN_ROLE}:{run_password}")
                )
                home.write_private(self.folder / "url", url)
                return url
        raise from_database_error(self.last_words())

    @property
    def lock_descriptor(self) -> int:
        """Of the lock of a started server."""
        assert self._lock
        return self._lock.fileno()

    def adopt(self, process: Process, lock: int) -> None:
        """Take over a server that an earlier program of this process started, with the descriptor of its lock."""
        self.process, self._lock = process, os.fdopen(lock, "a")

    def stop(self) -> None:
        """Stop the server, cutting connections but losing nothing."""
        if self.process:
            end(self.process)
        self.process = None
        if self._lock:
            self._lock.close()
            self._lock = None

    def move_aside(self) -> Path:
        """Stop, and move the whole folder to a dated name; the next start creates an empty database. Returns the new
        path.
        """
        from core import clock  # needs Django, which the keeping supervisor goes without

        self.stop()
        name, number = f"{self.folder.name}-{clock.today()}", 1
        folder = self.folder.with_name(name)
        while folder.exists():
            number += 1
            folder = self.folder.with_name(f"{name}-{number}")
        return self.folder.rename(folder)

    def _passwords(self) -> tuple[str, str]:
        """The passwords of the owner and of the running role; created if missing."""
        known = [self._kept_password("url"), self._kept_password("run-url")]
        passwords = [password or secrets.token_hex(24) for password in known]
        if not all(known):
            self.cluster.set_passwords({ROLE: passwords[0], RUN_ROLE: passwords[1]})
        return passwords[0], passwords[1]

    def _kept_password(self, name: str) -> str | None:
        path = self.folder / name
        return urlsplit(path.read_text().strip()).password if path.exists() else None

    def _prepare_archive(self) -> None:
        """Create the spool and the role of base backups; without archiving, record that the WAL archive has a gap."""
        if not self.archives:
            self.lineage.unlink(missing_ok=True)
            return
        self.cluster.make_private(self.spool)
        if not self.backup_password:
            password = secrets.token_hex(24)
            self.cluster.set_passwords({BACKUP_ROLE: password}, "REPLICATION")
            home.write_private(self.folder / "backup-password", f"{password}\n")

    def _start_at(self, port: int, url: str) -> bool:
        """Whether the server answers; False if another program took the port meanwhile.

        Waits for children of a killed server, which may still run and hold its memory.
        """
        deadline = time.monotonic() + _LINGERING
        while not self._answers_at(port, url):
            log_text = self.last_words()
            if "Address already in use" in log_text:
                return False
            if _HELD not in log_text or time.monotonic() > deadline:
                raise from_database_error(log_text)
            time.sleep(0.2)
        return True

    def _answers_at(self, port: int, url: str) -> bool:
        """Start the server, once; where it does not answer it has ended."""
        words = [f"--{name}={value}" for name, value in {**self.settings, "port": str(port)}.items()]
        path = self.folder / "log"
        path.unlink(missing_ok=True)  # the children of a killed server keep writing into the file they have open
        with logs.open_log(path) as log:
            process = subprocess.Popen(  # noqa: S603 - our own arguments
                self.cluster.command("postgres", *words),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=environment(),
                start_new_session=True,  # Ctrl-C is for the supervisor, who stops the database last
            )
        self.process = process
        wait_for(lambda: process.poll() is not None or answers(url), seconds=60)
        if process.poll() is None and answers(url):
            return True
        process.kill()
        process.wait()
        return False

    def last_words(self) -> str:
        return (self.folder / "log").read_text(errors="replace")[-4_000:]

    def _clear_former_server(self) -> None:
        """Wait for a former server that is still stopping, and remove the pid file of one that was killed.

        PostgreSQL treats any living process with the recorded pid as its predecessor, even a zombie or an unrelated
        one.
        """
        mark = self.cluster.data / "postmaster.pid"
        if not mark.exists():
            return
        pid = int(mark.read_text().split("\n", 1)[0])
        if not wait_for(lambda: not self._is_ours(pid), seconds=20):
            raise StartupError(
                f"Một PostgreSQL khác (tiến trình {pid}) đang dùng {self.cluster.data}.",
                f"Another PostgreSQL (process {pid}) uses {self.cluster.data}.",
            )
        if not wait_for(lambda: not Path(f"/proc/{pid}").exists(), seconds=3):
            mark.unlink(missing_ok=True)

    def _is_ours(self, pid: int) -> bool:
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()  # empty for a zombie
        except OSError:
            return False
        return os.fsencode(self.cluster.data) in command.split(b"\0")


def end(process: Process) -> None:
    """Stop a server in fast mode, else in immediate mode."""
    if process.poll() is None:
        process.send_signal(SIGINT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.send_signal(SIGQUIT)
            process.wait()


def answers(url: str) -> bool:
    """Whether a database can be reached at an address."""
    import psycopg  # a third of what the keeping supervisor needs

    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True
