"""A cluster made of a base backup and the archived log, up to a moment: PostgreSQL's point-in-time recovery."""

import re
import shlex
import shutil
import subprocess
import tarfile
import time
from datetime import datetime
from pathlib import Path

from core.console import StartupError, from_database_error
from core.tar_files import extract
from devserver import logs, ports
from devserver.cluster import Cluster, environment
from devserver.postgres import Server, end

_TOO_SHORT = "recovery ended before configured recovery target was reached"


def recover(server: Server, base: Path, wal: Path, until: datetime | None) -> datetime | None:
    """Create the data of a server without data from `base` (a tar of pg_basebackup) and the segments in `wal`.

    Restores everything committed up to `until` (None: to the end of the WAL). Returns the time of the last recovered
    transaction, if any. Raises StartupError; then there is no data.
    """
    draft = Cluster(server.cluster.data.with_name("data.draft"))
    shutil.rmtree(draft.data, ignore_errors=True)
    draft.data.mkdir(parents=True, mode=0o700)
    with tarfile.open(base) as archive:
        extract(archive, draft.data)
    (draft.data / "recovery.signal").touch()
    draft.ensure()
    settings = {
        "restore_command": f"cp {shlex.quote(str(wal).replace('%', '%%'))}/%f %p",
        "recovery_target_action": "promote",
        "hot_standby": "off",  # no connections before the end
        "archive_mode": "off",
    }
    if until:
        settings["recovery_target_time"] = until.isoformat()
    log_text = _run(draft, server.folder / "log", settings)
    draft.data.rename(server.cluster.data)
    reached = re.findall(r"last completed transaction was at log time (\S+ \S+)", log_text)
    return datetime.fromisoformat(reached[-1]) if reached else None


def _run(cluster: Cluster, log_path: Path, settings: dict[str, str]) -> str:
    """Run the server until it accepts connections, which is when it has recovered, then stop it; returns its log."""
    port = ports.pick()
    settings |= {"port": str(port), "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
    words = [f"--{name}={value}" for name, value in settings.items()]
    asking = [str(cluster.programs / "pg_isready"), "--host=127.0.0.1", f"--port={port}", "--quiet"]
    log_path.unlink(missing_ok=True)
    with logs.open_log(log_path) as log:
        process = subprocess.Popen(  # noqa: S603 - our own arguments
            cluster.command("postgres", *words), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
            env=environment(), start_new_session=True,
        )  # fmt: skip
    try:
        while process.poll() is None and subprocess.run(asking, env=environment(), check=False).returncode:  # noqa: S603
            time.sleep(0.1)
    finally:
        end(process)
    log_text = log_path.read_text(errors="replace")
    if process.returncode:
        raise _refusal(log_text)
    return log_text


def _refusal(words: str) -> StartupError:
    if _TOO_SHORT not in words:
        return from_database_error(words[-4_000:])
    return StartupError(
        "Nhật ký không tới được lúc đó: hãy chọn lúc sớm hơn, hoặc --to-time latest để lấy tất cả những gì có.",
        "The log does not reach that moment: choose an earlier one, or --to-time latest for all that there is.",
    )
