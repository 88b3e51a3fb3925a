"""The journal of erasures contains no personal data; a missing or unreadable journal is reported."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from accounts import erasures
from core import clock
from core.errors import DomainError
from core.personal_data import Person

PERSON = Person(phone="0912345678", user_id=7)


@pytest.fixture(autouse=True)
def journal(settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path / "home"
    return settings.HOME / "erasures.jsonl"


def test_journal_is_pseudonymous_and_private(journal: Path, settings) -> None:
    erasures.write(PERSON)
    erasures.write(Person(phone="0987654321"))
    assert journal.stat().st_mode & 0o777 == 0o600
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    assert [sorted(line) for line in lines] == [["at", "key", "mark"]] * 3
    assert "0912345678" not in journal.read_text()
    assert settings.SECRET_KEY not in journal.read_text()


def test_erased_people_are_matched_with_their_latest_time(settings) -> None:
    erasures.write(PERSON)
    erasures.write(PERSON)
    keys = ["a newer key", settings.SECRET_KEY]
    times = erasures.latest_of(["phone:0912345678", "phone:0900000000", "account:7"], erasures.read(keys), keys)
    assert set(times) == {"phone:0912345678", "account:7"}
    assert times["account:7"] == erasures.read(keys)[-1].at
    assert clock.now() - times["account:7"] < timedelta(minutes=1)


def test_missing_journal_has_no_erasures() -> None:
    assert erasures.read(["any"]) == []


@pytest.mark.parametrize("damage", ["{", "[]", '{"at": "yesterday", "mark": "", "key": ""}', "5"])
def test_damaged_line_or_wrong_key_is_refused(journal: Path, settings, damage: str) -> None:
    erasures.write(PERSON)
    with pytest.raises(DomainError, match="line 1"):
        erasures.read(["another key"])
    journal.write_text(journal.read_text() + damage + "\n")
    with pytest.raises(DomainError, match="line 3"):
        erasures.read([settings.SECRET_KEY])
