"""The embedded server keeps its data, password and port, survives kill -9, and refuses data it cannot read."""

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from core import clock
from core.console import StartupError
from devserver import ports
from devserver.cluster import Cluster
from devserver.postgres import FOR_TESTS, Server, answers
from devserver.wait import wait_for


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="choxa-test-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    server.start()
    yield server
    server.stop()


def test_password_file_is_private_and_the_password_required(server: Server) -> None:
    assert (server.folder / "url").stat().st_mode & 0o777 == 0o600
    password = urlsplit(server.url).password
    assert password
    assert not answers(server.url.replace(password, "guess"))
    with psycopg.connect(server.url) as connection:
        assert connection.execute(
            "SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone() == (
            "choxa",
            False,
        )


def test_moved_folder_keeps_its_database_and_a_new_one_is_created(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)
    tmp_path.parent.chmod(0o711)
    server = Server(tmp_path / "postgres", FOR_TESTS)
    (tmp_path / f"postgres-{clock.today()}").mkdir()  # of an earlier time today
    exists = "SELECT to_regclass('kept') IS NOT NULL"
    with psycopg.connect(server.start()) as connection:
        connection.execute("CREATE TABLE kept ()")
    aside = server.move_aside()
    assert aside.name == f"postgres-{clock.today()}-2"
    for started, there in ((server, False), (Server(aside, FOR_TESTS), True)):
        with psycopg.connect(started.start()) as connection:
            assert connection.execute(exists).fetchone() == (there,)
        started.stop()


def test_refused_statement_logs_no_values(server: Server) -> None:
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TEMP TABLE people (phone text PRIMARY KEY)")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO people VALUES ('0912345678'), ('0912345678')")
    log = (server.folder / "log").read_text()
    assert re.search(
        r"^[\d-]+ [\d:.]+ \+07 \[\d+\] ERROR:  duplicate key value violates unique constraint", log, re.MULTILINE
    )
    assert "0912345678" not in log


def test_data_and_address_survive_a_restart(server: Server, folder: Path) -> None:
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept (x int)")
    url = server.url
    server.stop()
    assert not answers(url)
    again = Server(folder)
    assert again.start() == url
    with psycopg.connect(url) as connection:
        connection.execute("DROP TABLE kept")
    again.stop()


def test_killed_server_restarts_with_committed_data(server: Server) -> None:
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE committed (x int)")
    assert server.process
    server.process.kill()
    server.process.wait()
    url = server.start()
    with psycopg.connect(url) as connection:
        connection.execute("DROP TABLE committed")


def test_stale_pid_file_of_another_process_is_ignored(server: Server) -> None:
    server.stop()
    mark = server.cluster.data / "postmaster.pid"
    mark.write_text(f"{os.getpid()}\n{server.cluster.data}\n{int(time.time())}\n1\n\n127.0.0.1\n")
    assert answers(server.start())


def test_two_servers_cannot_share_a_folder(server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devserver.postgres._PATIENCE", 0.1)
    with pytest.raises(StartupError, match="in use by another command"):
        Server(folder).start()


@pytest.mark.parametrize(("made_by", "words"), [("99", "of PostgreSQL 99, newer than"), ("14", "with pg_upgrade")])
def test_database_of_another_version_is_refused(tmp_path: Path, made_by: str, words: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "PG_VERSION").write_text(f"{made_by}\n")
    with pytest.raises(StartupError, match=words):
        Cluster(tmp_path / "data").ensure()


def test_unfinished_cluster_is_created_again() -> None:
    folder = Path(tempfile.mkdtemp(prefix="choxa-test-"))
    try:
        (folder / "data.draft").mkdir()
        (folder / "data.draft" / "PG_VERSION").write_text("18\n")
        cluster = Cluster(folder / "data")
        cluster.ensure()
        assert (folder / "data" / "PG_VERSION").exists()
        assert not (folder / "data.draft").exists()
    finally:
        shutil.rmtree(folder)


def test_restart_waits_for_remaining_children_of_a_killed_server(server: Server) -> None:
    """A child at work notices late that its server is gone, and holds its memory until then."""
    working, observer = psycopg.connect(server.url), psycopg.connect(server.url, autocommit=True)
    child = working.info.backend_pid
    with ThreadPoolExecutor(1) as pool:
        pool.submit(working.execute, "SELECT count(*) FROM generate_series(1, 12000000) a WHERE a % 7 = 1")
        query = "SELECT state FROM pg_stat_activity WHERE pid = %s AND query LIKE '%%generate_series%%'"
        assert wait_for(lambda: observer.execute(query, [child]).fetchone() == ("active",), seconds=20)
        assert server.process
        server.process.kill()
        server.process.wait()
        assert Path(f"/proc/{child}").exists()
        assert answers(server.start())


def test_dead_server_restarts_at_the_same_address(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who was at work with it knows no other; a child that is not gone yet may hold the port for a moment."""
    before, free, held = server.url, ports.is_free, iter([False, False])
    assert server.process
    server.process.kill()
    server.process.wait()
    monkeypatch.setattr(ports, "is_free", lambda port: next(held, True) and free(port))
    assert server.start() == before
    assert next(held, None) is None
