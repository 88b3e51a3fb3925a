"""The journal of erasures, `CHOXA_HOME/erasures.jsonl`: outside the database, to be applied to a restored backup.

One JSON object a line: `at` (ISO), `mark` (HMAC-SHA256 of the phone or account under SECRET_KEY), `key` (by which that
key is recognised). No personal data: without the key a phone cannot be derived from its mark.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from core import clock
from core.errors import DomainError
from core.personal_data import Person


@dataclass(frozen=True)
class Erasure:
    at: datetime
    mark: str
    key: str


def path() -> Path:
    return Path(settings.HOME) / "erasures.jsonl"


def subjects(person: Person) -> list[str]:
    """The journal's name of a person: "phone:0912345678", "account:12"."""
    named = [f"phone:{person.phone}"] if person.phone else []
    return named + ([f"account:{person.user_id}"] if person.user_id is not None else [])


def mark(subject: str, key: str) -> str:
    return hmac.new(f"choxa erasure {key}".encode(), subject.encode(), hashlib.sha256).hexdigest()


def key_mark(key: str) -> str:
    """The key cannot be derived from its mark: it is long and random."""
    return hashlib.sha256(f"choxa erasure key {key}".encode()).hexdigest()[:16]


def write(person: Person) -> None:
    """Append an erasure and flush it to the disk. Raises OSError."""
    key = settings.SECRET_KEY
    at = clock.now().isoformat()
    lines = [{"at": at, "mark": mark(subject, key), "key": key_mark(key)} for subject in subjects(person)]
    path().parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a") as file:
        file.write("".join(json.dumps(line) + "\n" for line in lines))
        file.flush()
        os.fsync(descriptor)


def read(keys: Sequence[str]) -> list[Erasure]:
    """Every erasure of the journal; [] without one.

    Raises DomainError ERASURES_UNREADABLE for a line that is damaged or was marked with none of `keys`: an erasure that
    cannot be matched must not be skipped silently.
    """
    if not path().exists():
        return []
    known = {key_mark(key) for key in keys}
    journal = []
    for number, line in enumerate(path().read_text().splitlines(), 1):
        try:
            row = json.loads(line)
            erasure = Erasure(datetime.fromisoformat(row["at"]), row["mark"], row["key"])
        except (ValueError, TypeError, KeyError):
            raise _unreadable(number) from None
        if erasure.key not in known:
            raise _unreadable(number)
        journal.append(erasure)
    return journal


def latest_of(subjects_: Iterable[str], erasures: Iterable[Erasure], keys: Sequence[str]) -> dict[str, datetime]:
    """The time of the last erasure of each of these subjects that was erased."""
    times: dict[str, datetime] = {}
    for erasure in erasures:
        times[erasure.mark] = max(erasure.at, times.get(erasure.mark, erasure.at))
    latest = {}
    for subject in subjects_:
        moments = [times[marked] for key in keys if (marked := mark(subject, key)) in times]
        if moments:
            latest[subject] = max(moments)
    return latest


def _unreadable(line: int) -> DomainError:
    return DomainError(
        f"{path()}, dòng {line}: không đọc được, hoặc ghi bằng khóa ký khác. · "
        f"{path()}, line {line}: it cannot be read, or was written with another signing key.",
        code="ERASURES_UNREADABLE",
    )
