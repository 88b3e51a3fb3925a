import io
import tarfile
from pathlib import Path

import pytest

from core.tar_files import extract


def archive(*members: tarfile.TarInfo) -> tarfile.TarFile:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for member in members:
            tar.addfile(member, io.BytesIO(b"x" * member.size))
    stream.seek(0)
    return tarfile.open(fileobj=stream)


def entry(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname, member.mode = kind, target, 0o4777
    member.size = 3 if kind == tarfile.REGTYPE else 0
    return member


def test_files_and_folders_are_unpacked_and_only_their_owner_may_write(tmp_path: Path):
    extract(archive(entry("a", tarfile.DIRTYPE), entry("a/b")), tmp_path)
    assert (tmp_path / "a" / "b").read_bytes() == b"xxx"
    assert (tmp_path / "a").stat().st_mode & 0o7777 == 0o755
    assert (tmp_path / "a" / "b").stat().st_mode & 0o7777 == 0o644


@pytest.mark.parametrize(
    "member",
    [
        entry("../outside"),
        entry("a/../../outside"),
        entry("/etc/outside"),
        entry("link", tarfile.SYMTYPE, "/etc"),
        entry("hard", tarfile.LNKTYPE, "a"),
        entry("device", tarfile.CHRTYPE),
    ],
)
def test_other_entries_and_paths_outside_are_refused(tmp_path: Path, member: tarfile.TarInfo):
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(tarfile.TarError):
        extract(archive(entry("first"), member), folder)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["first", "folder"]
