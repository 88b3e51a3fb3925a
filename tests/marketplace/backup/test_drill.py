"""Backup, loss, restore, verify: the whole procedure, and every case in which it must stop before any change."""

import errno
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg.sql import SQL, Identifier

from accounts import erasures
from accounts.models import User
from accounts.services.erase_person import erase_person
from core.console import StartupError
from core.personal_data import Person
from marketplace import tables
from marketplace.backup import manifest, postgres, write
from marketplace.backup.passphrase import read_passphrase
from marketplace.backup.restore import Unpacked, refuse_used_home, remove_unfinished, restore
from marketplace.backup.write import KEY_SUFFIX, nightly, remove_old, write_backup
from tests import databases
from tests.factories import make_user

WORDS = b"the passphrase of a drill"


@pytest.fixture
def home(settings, tmp_path: Path) -> Path:
    """A copy with one photo."""
    settings.HOME, settings.MEDIA_ROOT = tmp_path / "home", tmp_path / "home" / "media"
    (settings.MEDIA_ROOT / "goods").mkdir(parents=True)
    (settings.MEDIA_ROOT / "goods" / "xoài.webp").write_bytes(b"a photo" * 1000)
    return settings.HOME


@pytest.fixture
def elsewhere(settings, tmp_path: Path) -> Iterator[None]:
    """The empty home and, on entering, the empty database of another machine."""
    settings.HOME, settings.MEDIA_ROOT = tmp_path / "new", tmp_path / "new" / "media"
    ours = connection.settings_dict["NAME"]
    name = f"{ours}_restored"
    databases.drop(name)
    with databases.admin() as server:
        server.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    databases.use(name)
    yield
    databases.drop(name)
    databases.use(ours)


@pytest.fixture
def archive(transactional_db: None, home: Path, tmp_path: Path) -> Path:
    make_user(full_name="Nguyễn Thị Sao Lưu")
    path = tmp_path / "drill.choxa-backup"
    write_backup(path, WORDS)
    return path


@pytest.mark.django_db(transaction=True)
def test_restored_backup_has_all_rows_and_every_invariant_holds(archive: Path, elsewhere: None, settings) -> None:
    key_file = archive.with_name(archive.name + KEY_SUFFIX)
    assert [path.stat().st_mode & 0o777 for path in (archive, key_file)] == [0o600, 0o600]
    assert key_file.read_text().split("\n")[0] == settings.SECRET_KEY
    assert "Sao Lưu".encode() not in archive.read_bytes()

    settings.SECRET_KEY = "a new machine has another key"
    refuse_used_home()
    opened = Unpacked(archive, WORDS, key_file)
    results = restore(opened)
    opened.close()

    assert [result for result in results if not result["ok"]] == []
    assert User.objects.get().full_name == "Nguyễn Thị Sao Lưu"
    assert (settings.MEDIA_ROOT / "goods" / "xoài.webp").read_bytes() == b"a photo" * 1000
    assert (settings.HOME / "secret-key").read_text() == key_file.read_text().split("\n")[0] + "\n"
    assert sorted(path.name for path in settings.HOME.iterdir()) == ["media", "secret-key"]

    with pytest.raises(StartupError, match="holds data already"):
        refuse_used_home()
    again = Unpacked(archive, WORDS, key_file)
    with pytest.raises(StartupError, match="holds tables already"):
        restore(again)
    again.close()
    remove_unfinished()
    assert list(settings.HOME.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_people_erased_after_the_backup_are_erased_again(archive: Path, settings, request) -> None:
    user = User.objects.get()
    erase_person(Person(phone=user.phone or ""), actor=None)
    journal = erasures.path().read_text()
    request.getfixturevalue("elsewhere")
    settings.HOME.mkdir()
    key_file = archive.with_name(archive.name + KEY_SUFFIX)

    erasures.path().write_text(journal.replace('"key": "', '"key": "0'))
    unknown = Unpacked(archive, WORDS, key_file)
    with pytest.raises(StartupError, match="another signing key"):
        restore(unknown)
    assert postgres.is_empty()

    erasures.path().write_text(journal)
    results = restore(unknown)
    unknown.close()
    assert [result for result in results if not result["ok"]] == []
    assert User.objects.get().full_name != "Nguyễn Thị Sao Lưu"
    assert User.objects.get().phone is None
    remove_unfinished()
    assert erasures.path().read_text() == journal


@pytest.mark.django_db(transaction=True)
def test_unrestorable_backup_is_refused_before_any_change(archive: Path, settings, tmp_path: Path) -> None:
    key_file, whole = archive.with_name(archive.name + KEY_SUFFIX), archive.read_bytes()
    settings.HOME = tmp_path / "new"

    def refused(words: str, passphrase: bytes = WORDS, key: Path | None = key_file) -> None:
        with pytest.raises(StartupError, match=words):
            Unpacked(archive, passphrase, key)
        assert list(settings.HOME.iterdir()) == []

    refused("The passphrase is wrong", b"another passphrase")
    for cut in (len(whole) - 1, len(whole) // 2, 40):
        archive.write_bytes(whole[:cut])
        refused("damaged")
    archive.write_bytes(whole)
    settings.SECRET_KEY = "of another market"
    refused("signing key is not the backup's", key=None)
    settings.ENV = "production"
    refused("This backup is of the mode test, here is production")


def test_backup_of_newer_software_or_a_changed_file_is_refused(tmp_path: Path, settings) -> None:
    later = ["orders.0001_initial", "orders.9999_later"]
    of = manifest.Manifest("2026-11-30", "test", "", later, [], {}, tables.first_migrations())
    with pytest.raises(StartupError, match=r"newer software \(it has orders\.9999_later\)"):
        manifest.refuse_foreign(of)
    for made_by in ({}, {"orders": "of another time"}):
        with pytest.raises(StartupError, match="This backup is of older software, whose tables"):
            manifest.refuse_foreign(replace(of, migrations=[], first_migrations=made_by))
    (tmp_path / "database.dump").write_bytes(b"PGDMP")
    files = {"database.dump": manifest.checksum(tmp_path / "database.dump")}
    for there, words in ((files, None), ({}, "damaged at database.dump"), (files | {"media/a": "0"}, "at media/a")):
        (tmp_path / "manifest.json").write_bytes(manifest.Manifest("", "test", "", [], [], there).write())
        if words:
            with pytest.raises(StartupError, match=words):
                manifest.read(tmp_path)
        else:
            assert manifest.read(tmp_path).files == files


@pytest.mark.django_db
def test_full_disk_leaves_no_file(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dump(target: Path) -> None:
        target.write_bytes(b"PGDMP" + bytes(5_000_000))

    def full(file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(postgres, "dump", dump)
    monkeypatch.setattr(write.os, "fsync", full)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(OSError, match="No space left"):
        write_backup(tmp_path / "full.choxa-backup", WORDS)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.django_db
def test_old_pg_dump_is_refused_and_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_version", lambda path: 15)
    target = tmp_path / "database.dump"
    with pytest.raises(
        StartupError, match=r"PostgreSQL here is 18, the newest pg_dump 15: install postgresql-client-18"
    ):
        postgres.dump(target)
    monkeypatch.setattr(postgres, "_programs", lambda name: iter(()))
    with pytest.raises(StartupError, match="the newest pg_dump 0"):
        postgres.dump(target)
    monkeypatch.undo()
    monkeypatch.setattr(postgres, "program", lambda name: Path("/bin/false"))
    with pytest.raises(StartupError):
        postgres.dump(target)
    assert list(tmp_path.iterdir()) == []


def test_newest_backups_are_kept(tmp_path: Path) -> None:
    names = [f"choxa-2026113{day}-020000.choxa-backup" for day in range(4)]
    for name in names:
        (tmp_path / name).touch()
        (tmp_path / f"{name}{KEY_SUFFIX}").touch()
    (tmp_path / "notes").touch()
    base = "choxa-base-20261130-020000-000000010000000000000002.choxa-backup"
    (tmp_path / base).touch()
    assert [path.name for path in remove_old(nightly(tmp_path), 2)] == names[1::-1]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        names[2],
        f"{names[2]}{KEY_SUFFIX}",
        names[3],
        f"{names[3]}{KEY_SUFFIX}",
        base,
        "notes",
    ]
    with pytest.raises(CommandError, match="needs N ≥ 1 and a folder"):
        call_command("backup", str(tmp_path / "one"), "--keep", "2")


def test_passphrase_is_read_from_a_file_and_needs_a_minimum_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key").write_text("  a long enough passphrase \nmore")
    assert read_passphrase(str(tmp_path / "key"), twice=True) == b"a long enough passphrase"
    (tmp_path / "key").write_text("short")
    with pytest.raises(StartupError, match="at least 16"):
        read_passphrase(str(tmp_path / "key"), twice=True)
    monkeypatch.setattr("sys.stdin", (tmp_path / "key").open())
    with pytest.raises(StartupError, match="--key-file"):
        read_passphrase(None, twice=True)
