"""Tar archives of our own backups, unpacked so that nothing can be written outside the folder."""

import tarfile
from pathlib import Path


def extract(archive: tarfile.TarFile, folder: Path) -> None:
    """Unpack the regular files and folders of an archive into `folder`.

    Raises tarfile.TarError at the first entry of another kind (a link, a device) or with a path that leads outside.
    `TarFile.extractall(filter="data")` does the same, but Debian 12's Python (3.11.2) does not have it.
    """
    root = folder.resolve()
    for member in archive:
        if not (member.isreg() or member.isdir()) or not (root / member.name).resolve().is_relative_to(root):
            raise tarfile.ReadError(f"{member.name!r} is not a file or folder inside the archive")
        member.mode &= 0o755 if member.isdir() else 0o644
        member.uid, member.gid, member.uname, member.gname = -1, -1, "", ""
        archive.extract(member, root)
