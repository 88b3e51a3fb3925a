"""The registry of invariants."""

from unittest import mock

import pytest

from core import verify


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
