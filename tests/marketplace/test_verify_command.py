"""`marketplace verify`: all invariants, one line each or as JSON; exit status 1 if one is broken."""

import json
from collections.abc import Iterator
from io import StringIO
from unittest import mock

import pytest
from django.core.management import call_command

from core import integrity
from core.integrity import CheckResult, integrity_check

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry() -> Iterator[None]:
    with mock.patch.dict(integrity._checks, clear=True):
        integrity_check("a.holds")(lambda: CheckResult(checked=3))
        yield


@pytest.mark.usefixtures("registry")
def test_consistent_data_exits_with_0() -> None:
    out = StringIO()
    call_command("verify", "--json", stdout=out)
    assert json.loads(out.getvalue()) == [{"invariant": "a.holds", "checked": 3, "ok": True, "details": []}]


@pytest.mark.usefixtures("registry")
def test_mismatch_is_named_and_exits_with_1() -> None:
    integrity_check("b.broken")(lambda: CheckResult(checked=2, problems=["đơn 7K2P thiếu 5 đ"]))
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify", stdout=out)
    assert ended.value.code == 1
    assert out.getvalue() == "✓ a.holds (3)\n✗ b.broken (2)\n    đơn 7K2P thiếu 5 đ\n"
