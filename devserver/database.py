"""The database of a command: the one of DATABASE_URL, the running embedded one, or one started for the command."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from core import home
from core.console import StartupError
from core.environment import database_from
from devserver.postgres import Server, answers


def embedded() -> Server | None:
    """The embedded server of this copy; None where DATABASE_URL names another."""
    if os.environ.get("DATABASE_URL"):
        return None
    return Server(settings.HOME / "postgres", archives=settings.WAL_ARCHIVE is not None)


def use(url: str) -> None:
    """Point Django at an address that became known only after the settings were read."""
    connection.close()
    connection.settings_dict.update({key: value for key, value in database_from(url).items() if key != "TEST"})


def check_answers(url: str) -> None:
    """Raises StartupError where no database can be reached."""
    if not answers(url):
        raise StartupError(
            "Cơ sở dữ liệu không trả lời: hãy kiểm tra DATABASE_URL hoặc chờ make up khởi động xong.",
            "The database does not answer: check DATABASE_URL, or wait until make up has started.",
        )


@contextmanager
def reachable() -> Iterator[None]:
    """Inside the block the database answers; the embedded one is started if no shop runs. Raises StartupError."""
    server = embedded()
    if server is None or home.is_running(settings.HOME):
        check_answers(server.url if server else os.environ["DATABASE_URL"])
        yield
        return
    if not server.url:
        raise StartupError(
            "Ở đây chưa có cơ sở dữ liệu: hãy chạy make up trước.", "There is no database here yet: run make up first."
        )
    use(server.start())
    try:
        yield
    finally:
        connection.close()
        server.stop()
