"""`marketplace up`: starts the shop in order and prints its addresses."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from http.client import HTTPConnection, HTTPException

from django.conf import settings
from django.db import OperationalError, connection

from accounts.queries import demo_allowed
from core import home
from core.console import StartupError, from_database_error, print_line, print_message
from demo_data import sign_ins
from devserver import database, ports
from devserver.child import Child, die_with_parent
from devserver.keep import become_keeper
from devserver.postgres import Server
from devserver.supervisor import Stopped, Supervisor

WEB_WORKERS = 2
JOBS_AT_ONCE = 4


Prepare = Callable[[Callable[[], None]], None]


def up(
    host: str,
    *,
    prepare: Prepare,
    is_incompatible: Callable[[], bool],
    archiving: Callable[[], AbstractContextManager[None]],
) -> None:
    """Run the shop until Ctrl-C or SIGTERM. Raises StartupError after all started processes are stopped.

    `prepare` migrates and loads data before the web workers start; it calls its argument between two steps.
    `is_incompatible` says whether no migration leads from the tables of the database to this version's.
    `archiving` archives the write-ahead log of the embedded server while the shop runs.
    """
    started_at = time.monotonic()
    if os.environ.get("MAKELEVEL"):
        die_with_parent()  # killing `make up` stops the shop
    holder = _hold_port(host)
    settings.HOME.mkdir(parents=True, exist_ok=True)
    supervisor = Supervisor()
    with holder, home.held(settings.HOME) as lock, archiving():
        try:
            home.remember_mode(settings.HOME, settings.ENV)
            supervisor.listen()
            _start(supervisor, host, prepare, is_incompatible)
            home.remember_address(settings.HOME, settings.BASE_URL)
            _announce(time.monotonic() - started_at)
            if settings.WAL_ARCHIVE is None:  # else a thread of this program archives
                connection.close()
                become_keeper(supervisor, settings.HOME, settings.BASE_DIR, [holder.fileno(), lock.fileno()])
            supervisor.keep()
            print_message("Đang dừng…", "Stopping…")
        except Stopped:
            pass
        except OperationalError as error:  # PostgreSQL's own log explains more than the broken connection
            words = supervisor.server.last_words() if supervisor.server else ""
            raise from_database_error(f"{error}\n{words}") from error
        finally:
            home.remove_address(settings.HOME)
            connection.close()
            supervisor.stop()
    print_message("Đã dừng.", "Stopped.")


def _hold_port(host: str) -> socket.socket:
    """Reserve the port, long before the web workers listen on it. Raises StartupError."""
    try:
        holder = ports.hold(settings.PORT, host)
    except PermissionError:
        raise StartupError(
            f"Cổng {settings.PORT} cần quyền quản trị máy: hãy đặt PORT=… từ 1024 trở lên.",
            f"Port {settings.PORT} needs the administrator's right: set a PORT=… of 1024 or above.",
        ) from None
    if holder is None:
        raise StartupError(
            f"Cổng {settings.PORT} đang có chương trình khác dùng: hãy đặt PORT=… khác.",
            f"Port {settings.PORT} is in use by another program: set another PORT=….",
        )
    return holder


def _start(supervisor: Supervisor, host: str, prepare: Prepare, is_incompatible: Callable[[], bool]) -> None:
    key = home.ensure_secret_key(settings.HOME)
    if not os.environ.get("CHOXA_SECRET_KEY"):
        settings.SECRET_KEY = key  # on the first start the settings were read before it existed
    if server := database.embedded():
        print_message("Khởi động cơ sở dữ liệu…", "Starting the database…")
        supervisor.server = server
        database.use(server.start())
        replace_incompatible(server, is_incompatible)
    else:
        database.check_answers(os.environ["DATABASE_URL"])
    prepare(supervisor.check)
    if server:
        _drop_dead_workers()
    connection.close()
    print_message("Mở cửa hàng…", "Opening the shop…")
    for child in _children(host):
        supervisor.start(child)
    supervisor.wait_until(lambda: _is_healthy(host), seconds=60)


def replace_incompatible(server: Server, is_incompatible: Callable[[], bool]) -> None:
    """Move aside a database whose tables another version created: only of the demo, and only without WAL archiving."""
    if settings.PRODUCTION or server.archives or not is_incompatible():
        return  # otherwise `prepare` refuses an incompatible one
    connection.close()
    folder = server.move_aside()
    database.use(server.start())
    print_message(
        f"Cơ sở dữ liệu chạy thử của bản phần mềm trước được giữ nguyên ở {folder}; nay tạo cơ sở dữ liệu mới.",
        f"The demo's database of another version is kept as it was in {folder}; a new one is being made.",
    )


def _children(host: str) -> list[Child]:
    web = ["-m", "marketplace.web", "marketplace.rsgi:application", "--interface", "rsgi", "--host", host]
    web += ["--port", str(settings.PORT), "--workers", str(WEB_WORKERS), "--no-ws", "--http", "1"]
    web += ["--backlog", "2048", "--backpressure", "2048", "--http1-header-read-timeout", "15000"]
    web += ["--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "5"]
    web += ["--log-config", str(settings.BASE_DIR / "marketplace" / "granian_logs.json")]
    worker = ["-m", "marketplace", "procrastinate", "worker", "--concurrency", str(JOBS_AT_ONCE)]
    worker += ["--shutdown-graceful-timeout", "5"]
    log = settings.HOME / "log"
    # On a graceful stop with a dying database the worker would wait half a minute for a connection; its jobs survive a
    # kill.
    killed = signal.SIGKILL
    return [
        Child("web", [sys.executable, *web], folder=settings.BASE_DIR, log=log / "web.log"),
        Child("worker", [sys.executable, *worker], folder=settings.BASE_DIR, log=log / "worker.log", orphaned=killed),
    ]


def _drop_dead_workers() -> None:
    """Expire the workers of an earlier run that was killed: none can be alive yet."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = '-infinity'")


def _is_healthy(host: str) -> bool:
    """Whether /healthz answers 200, requested directly and not through a proxy."""
    try:
        with closing(HTTPConnection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), settings.PORT)) as probe:  # noqa: S104
            probe.request("GET", "/healthz")
            return probe.getresponse().status == 200
    except (OSError, HTTPException):
        return False


def _announce(seconds: float) -> None:
    took = f"{seconds:.1f}".replace(".", ",")
    base = settings.BASE_URL
    print_message(f"Cửa hàng đã mở sau {took} giây:", f"The shop is open after {seconds:.1f} s:")
    for vi, en, path in (
        ("Cửa hàng", "shop", "/"),
        ("Người bán", "sellers", "/ban-hang/"),
        ("Cơ quan", "officials", "/co-quan/"),
        ("API", "API", "/graphql/"),
    ):
        print_line(f"  {f'{vi} ({en})':24} {base}{path}")
    if demo_allowed():
        print_message(f"Tài khoản mẫu, mật khẩu {sign_ins.PASSWORD}:", f"Demo sign-ins, password {sign_ins.PASSWORD}:")
        for person in sign_ins.PEOPLE:
            print_line(f"  {f'{person.title} ({person.role})':32} {person.identifier}")
    print_message("Ctrl-C để dừng.", "Ctrl-C to stop.")
