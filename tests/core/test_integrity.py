"""The registry of invariants."""

from unittest import mock

import pytest

from core import integrity
from core.models import Event
from tests.parallel import at_once


@pytest.mark.django_db
def test_each_check_is_reported_by_name() -> None:
    with mock.patch.dict(integrity._checks, clear=True):
        integrity.integrity_check("b.fails")(lambda: integrity.CheckResult(2, ["stock of 7 is −1"]))
        integrity.integrity_check("a.holds")(lambda: integrity.CheckResult(5))
        assert list(integrity.check_integrity()) == [
            {"invariant": "a.holds", "checked": 5, "ok": True, "details": []},
            {"invariant": "b.fails", "checked": 2, "ok": False, "details": ["stock of 7 is −1"]},
        ]
        with pytest.raises(ValueError, match="registered twice"):
            integrity.integrity_check("a.holds")(lambda: integrity.CheckResult(0))


@pytest.mark.django_db
def test_checks_of_named_rooms_run_alone_and_unknown_room_is_refused() -> None:
    with mock.patch.dict(integrity._checks, clear=True):
        for name in ("a.one", "ab.two", "c.three", "a.four"):
            integrity.integrity_check(name)(lambda: integrity.CheckResult(1))
        assert [result["invariant"] for result in integrity.check_integrity("a", "c")] == ["a.four", "a.one", "c.three"]
        with pytest.raises(ValueError, match=r"no check in \['b'\]"):
            integrity.check_integrity("a", "b")


@pytest.mark.django_db
def test_failing_check_is_reported_and_does_not_stop_others() -> None:
    def breaks() -> integrity.CheckResult:
        Event.objects.get(pk="not a number")
        raise AssertionError

    with mock.patch.dict(integrity._checks, clear=True):
        integrity.integrity_check("a.breaks")(breaks)
        integrity.integrity_check("b.holds")(lambda: integrity.CheckResult(Event.objects.count()))
        broken, holds = integrity.check_integrity()
    assert (broken["ok"], holds["ok"]) == (False, True)
    assert "could not be checked: ValueError" in str(broken["details"])


@pytest.mark.django_db(transaction=True)
def test_checks_run_in_one_read_only_snapshot() -> None:
    def late() -> integrity.CheckResult:
        return integrity.CheckResult(Event.objects.count())

    def meanwhile() -> integrity.CheckResult:
        assert Event.objects.count() == 0
        outcome = at_once([lambda: Event.objects.create(type="test.meanwhile", payload={})])
        assert isinstance(outcome[0], Event)
        return integrity.CheckResult(Event.objects.count())

    with mock.patch.dict(integrity._checks, clear=True):
        integrity.integrity_check("a.meanwhile")(meanwhile)
        integrity.integrity_check("b.late")(late)
        integrity.integrity_check("c.writes")(
            lambda: integrity.CheckResult(Event.objects.create(type="x", payload={}).pk)
        )
        results = integrity.check_integrity()
    assert [one["checked"] for one in results[:2]] == [0, 0]
    assert "read-only" in str(results[2]["details"])
