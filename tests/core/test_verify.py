"""The registry of invariants."""

from unittest import mock

import pytest

from core import verify
from core.models import Event
from tests.parallel import at_once


@pytest.mark.django_db
def test_run_all_reports_each_invariant_by_name() -> None:
    with mock.patch.dict(verify._checks, clear=True):
        verify.invariant("b.fails")(lambda: verify.Finding(2, ["stock of 7 is −1"]))
        verify.invariant("a.holds")(lambda: verify.Finding(5))
        assert list(verify.run_all()) == [
            {"invariant": "a.holds", "checked": 5, "ok": True, "details": []},
            {"invariant": "b.fails", "checked": 2, "ok": False, "details": ["stock of 7 is −1"]},
        ]
        with pytest.raises(ValueError, match="registered twice"):
            verify.invariant("a.holds")(lambda: verify.Finding(0))


@pytest.mark.django_db
def test_a_check_that_breaks_is_reported_and_stops_no_other() -> None:
    def breaks() -> verify.Finding:
        Event.objects.get(pk="not a number")
        raise AssertionError

    with mock.patch.dict(verify._checks, clear=True):
        verify.invariant("a.breaks")(breaks)
        verify.invariant("b.holds")(lambda: verify.Finding(Event.objects.count()))
        broken, holds = verify.run_all()
    assert (broken["ok"], holds["ok"]) == (False, True)
    assert "could not be checked: ValueError" in str(broken["details"])


@pytest.mark.django_db(transaction=True)
def test_all_checks_see_one_moment_and_write_nothing() -> None:
    def late() -> verify.Finding:
        return verify.Finding(Event.objects.count())

    def meanwhile() -> verify.Finding:
        assert Event.objects.count() == 0
        outcome = at_once([lambda: Event.objects.create(type="test.meanwhile", payload={})])
        assert isinstance(outcome[0], Event)
        return verify.Finding(Event.objects.count())

    with mock.patch.dict(verify._checks, clear=True):
        verify.invariant("a.meanwhile")(meanwhile)
        verify.invariant("b.late")(late)
        verify.invariant("c.writes")(lambda: verify.Finding(Event.objects.create(type="x", payload={}).pk))
        found = verify.run_all()
    assert [one["checked"] for one in found[:2]] == [0, 0]
    assert "read-only" in str(found[2]["details"])
