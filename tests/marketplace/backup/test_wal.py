"""The archived WAL: encrypted, one copy, without a gap, kept no longer than the base backups need."""

import errno
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.console import StartupError
from devserver.postgres import Server
from marketplace.backup import base, encryption, point_in_time, wal
from marketplace.backup.wal import WalArchive

WORDS = b"the passphrase of a drill"
FIRST, SECOND, THIRD = (f"0000000100000000000000{number:02X}" for number in (9, 10, 11))


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encryption, "_COST", (1, 8, 1))


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """One that never runs: its spool holds two segments that it has finished, and one under way."""
    server = Server(tmp_path / "postgres", archives=True)
    server.spool.mkdir(parents=True)
    for name in (FIRST, SECOND, f"{FIRST}.00000028.backup"):
        (server.spool / name).write_bytes(b"Nguyen Van An" + bytes(1 << 20) + b"0912345678")
    (server.spool / f"archtemp.{THIRD}.7").write_bytes(b"half")
    return server


@pytest.fixture
def archive(server: Server, tmp_path: Path) -> WalArchive:
    archive = WalArchive(server, tmp_path / "wal", WORDS)
    archive.claim()
    return archive


def test_finished_segments_are_archived_encrypted_and_restored(
    archive: WalArchive, server: Server, tmp_path: Path
) -> None:
    whole = (server.spool / SECOND).read_bytes()
    assert archive.sweep() == 3
    assert [path.name for path in server.spool.iterdir()] == [f"archtemp.{THIRD}.7"]
    files = [path for path in archive.folder.iterdir() if path.name.endswith(wal.SUFFIX)]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert archive.folder.stat().st_mode & 0o777 == 0o700
    assert not any(b"Nguyen" in path.read_bytes() or path.stat().st_size > 10_000 for path in files)

    into = tmp_path / "into"
    into.mkdir()
    assert wal.unpack(archive.folder, SECOND, WORDS, into) == 2
    assert sorted(path.name for path in into.iterdir()) == [f"{FIRST}.00000028.backup", SECOND]
    assert (into / SECOND).read_bytes() == whole
    with pytest.raises(StartupError, match="The passphrase is wrong"):
        wal.unpack(archive.folder, FIRST, b"another passphrase", into)


def test_repeated_segment_is_archived_once(archive: WalArchive, server: Server) -> None:
    archive.sweep()
    (server.spool / FIRST).write_bytes(b"again")
    assert archive.sweep() == 1
    assert len(list(archive.folder.glob(f"{FIRST}{wal.SUFFIX}"))) == 1


def test_archive_folder_belongs_to_one_server(archive: WalArchive, server: Server, tmp_path: Path) -> None:
    archive.claim()  # ours
    other = WalArchive(Server(tmp_path / "other", archives=True), archive.folder, WORDS)
    with pytest.raises(StartupError, match="the log of another copy"):
        other.claim()
    moved = WalArchive(server, tmp_path / "another disk", WORDS)
    moved.claim()  # empty: the log begins anew there
    with pytest.raises(StartupError, match="was interrupted"):
        archive.claim()


def test_start_without_archiving_interrupts_the_archive(archive: WalArchive, server: Server) -> None:
    Server(server.folder)._prepare_archive()
    with pytest.raises(StartupError, match="was interrupted"):
        archive.claim()


def test_failing_disk_is_reported_once_and_retried(
    archive: WalArchive, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(wal.os, "fsync", full)
    archive._sweep_or_report()
    archive._sweep_or_report()
    assert capsys.readouterr().err.count("The database's log is not archived: The disk is full") == 1
    assert (len(list(server.spool.iterdir())), [path.name for path in archive.folder.iterdir()]) == (4, ["lineage"])
    monkeypatch.undo()
    with archive.running():
        pass
    assert len(list(server.spool.iterdir())) == 1


def test_segments_that_no_base_backup_needs_are_deleted(archive: WalArchive) -> None:
    archive.sweep()
    assert wal.remove_before(archive.folder, SECOND) == 2
    assert [path.name for path in archive.folder.glob("*.choxa-wal")] == [f"{SECOND}.choxa-wal"]


def test_newest_base_backup_before_the_moment_is_chosen(tmp_path: Path) -> None:
    paths = [tmp_path / f"choxa-base-20261130-{time}-{FIRST}.choxa-backup" for time in ("020000", "101500")]
    for path in paths:
        path.touch()
    at = [datetime(2026, 11, 30, 3, 15, second, tzinfo=UTC) for second in (0, 1)]
    assert [base.newest_base(tmp_path, moment) for moment in (*at, None)] == [paths[0], paths[1], paths[1]]
    assert base.first_segment(paths[0]) == FIRST
    with pytest.raises(StartupError, match="no base backup from before"):
        base.newest_base(tmp_path, datetime(2026, 11, 29, tzinfo=UTC))
    with pytest.raises(StartupError, match="is no base backup"):
        base.first_segment(tmp_path / "choxa-20261130-020000.choxa-backup")


def test_moment_without_an_offset_is_local_time() -> None:
    read = point_in_time.read_moment
    assert read("2026-11-03 10:15") == datetime(2026, 11, 3, 3, 15, tzinfo=UTC)
    assert read("2026-11-03T10:15:30.5+00:00") == datetime(2026, 11, 3, 10, 15, 30, 500_000, tzinfo=UTC)
    assert read("latest") is None
    for text, words in (("10:15", "must be as"), ("2999-01-01 00:00", "lies ahead")):
        with pytest.raises(StartupError, match=words):
            read(text)


def test_base_backup_needs_the_embedded_server_and_its_archive(tmp_path: Path) -> None:
    for arguments in ([], ["FILE", "--base"]):
        with pytest.raises(CommandError, match="either FILE or --base"):
            call_command("backup", *arguments)
    (tmp_path / "key").write_text("the passphrase of a drill")
    with pytest.raises(CommandError, match="--base needs the embedded database"):
        call_command("backup", "--base", "--key-file", str(tmp_path / "key"))
    with pytest.raises(CommandError, match="--to-time needs the embedded database"):
        call_command("restore", str(tmp_path), "--to-time", "latest")
