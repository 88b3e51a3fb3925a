"""A deleted row is there again after a restore to the moment before."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from devserver.database import use
from devserver.postgres import Server
from marketplace.backup import base, encryption, point_in_time
from marketplace.backup.restore import Unpacked
from marketplace.backup.wal import WalArchive

WORDS = b"the passphrase of a drill"
LIGHT = {"fsync": "off", "shared_buffers": "16MB"}


@pytest.fixture
def folder(settings, monkeypatch: pytest.MonkeyPatch, django_db_blocker) -> Iterator[Path]:
    """A home whose database, PostgreSQL's own programs reach; ours is used again at the end."""
    monkeypatch.setattr(encryption, "_COST", (1, 8, 1))
    monkeypatch.setattr(
        point_in_time, "open_restored", lambda archive, again: []
    )  # test_drill.py and the long drill show it
    ours = dict(connection.settings_dict)
    path = Path(tempfile.mkdtemp(prefix="choxa-test-"))
    path.chmod(0o711)
    settings.HOME, settings.MEDIA_ROOT = path, path / "media"
    connection.close()
    with django_db_blocker.unblock():
        yield path
    connection.close()
    connection.settings_dict.update(ours)
    shutil.rmtree(path)


def test_deleted_rows_are_restored_to_a_point_in_time(folder: Path) -> None:
    server = Server(folder / "postgres", LIGHT, archives=True)
    archive = WalArchive(server, folder / "wal", WORDS)
    archive.claim()
    use(server.start())
    try:
        with psycopg.connect(server.url, autocommit=True) as shop:
            shop.execute("CREATE TABLE sale (code text)")
            path = base.write_base(server, archive.folder, WORDS)
            shop.execute("INSERT INTO sale VALUES ('placed')")
            noted: datetime = shop.execute("SELECT clock_timestamp()").fetchone()[0]  # type: ignore[index]
            shop.execute("DELETE FROM sale")
    finally:
        connection.close()
        server.stop()
    archive.sweep()
    assert b"placed" not in b"".join(file.read_bytes() for file in archive.folder.iterdir())

    assert restored(folder / "there", path, noted) == ["placed"]


def restored(home: Path, path: Path, until: datetime) -> list[str]:
    server = Server(home / "postgres", LIGHT)
    opened = Unpacked(path, WORDS, None)
    try:
        restored = point_in_time.restore_to(opened, server, path.parent, base.first_segment(path), until)
        assert restored.reached is not None
        assert restored.reached <= until
        with psycopg.connect(server.url) as shop:
            return [code for (code,) in shop.execute("SELECT code FROM sale")]
    finally:
        opened.close()
        connection.close()
        server.stop()
        assert not (server.folder / "recovery").exists()
