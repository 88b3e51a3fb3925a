"""One decision on many lines: each is resolved and audited separately; lines that do not allow it stay open."""

import pytest

from accounts.models import AuditEntry
from core.errors import DomainError, Forbidden
from payments.models import JournalEntry, SettlementLine
from payments.reconciliation.resolutions import resolutions, resolutions_by_line
from payments.reconciliation.services.bulk_resolve import MOST, bulk_resolve
from payments.reconciliation.services.resolve_line import resolve_line
from tests.factories import make_user
from tests.payments.helpers import make_attempt, state
from tests.payments.reconciliation.conftest import back, line
from tests.payments.reconciliation.test_resolve_line import all_is_well

pytestmark = pytest.mark.django_db
NOTE = "VNPay xác nhận qua thư 22/11"


@pytest.fixture
def opened(take_file) -> list[SettlementLine]:
    """Three payments that VNPay captured but did not report, and a line of an unknown payment."""
    attempts = [make_attempt(amount=amount) for amount in (100_000, 200_000, 300_000)]
    take_file(*[line(each.reference, each.amount, fee=1_000) for each in attempts], line("khongco", 50_000))
    return list(SettlementLine.objects.order_by("row"))


def decide(operator, lines, decision: str = "paid", **supplied):
    return bulk_resolve(
        line_ids=[each.pk for each in lines], decision=decision, **{"note": NOTE, "actor": operator} | supplied
    )


def everything() -> tuple:
    return state(), list(SettlementLine.objects.order_by("pk").values()), AuditEntry.objects.count()


def test_each_is_decided_posted_and_audited_alone(opened, operator) -> None:
    decided = decide(operator, opened[:3])

    assert (decided.done, decided.refused) == (3, {})
    for each in SettlementLine.objects.filter(pk__in=[one.pk for one in opened[:3]]).select_related("attempt"):
        assert (each.outcome, each.decision, each.decided_by, each.settled) == ("paid", NOTE, operator, True)
        assert each.attempt is not None
        assert each.attempt.status == "succeeded"
        assert JournalEntry.objects.filter(reason="settlement", reason_ref=f"{each.file_id}:{each.day}:{each.pk}")
    assert AuditEntry.objects.filter(action="settlement.decide").count() == 3
    all_is_well()


def test_unresolved_line_is_returned_with_its_reason(opened, operator) -> None:
    resolve_line(line_id=opened[0].pk, decision="nothing", note="một", actor=operator)

    decided = decide(operator, opened)

    assert decided.done == 2
    assert decided.refused == {
        opened[0].pk: "Dòng này đã có người quyết định.",
        opened[3].pk: "Không làm được việc này với dòng này nữa.",
    }
    assert SettlementLine.objects.get(pk=opened[3].pk).is_open
    assert SettlementLine.objects.get(pk=opened[0].pk).outcome == "nothing"
    all_is_well()


def test_repeated_decision_changes_nothing(opened, operator) -> None:
    decide(operator, opened[:3])
    before = everything()
    again = decide(operator, opened[:3])
    assert (again.done, len(again.refused)) == (0, 3)
    assert everything() == before


@pytest.mark.parametrize(
    ("ids", "supplied", "code"),
    [
        (range(0), {}, "REQUIRED"),
        (range(MOST + 1), {}, "TOO_MANY"),
        (range(3), {"note": " "}, "REQUIRED"),
    ],
)
def test_refused_before_anything_is_done(opened, operator, ids, supplied: dict, code: str) -> None:
    before = everything()
    with pytest.raises(DomainError) as caught:
        bulk_resolve(line_ids=ids, decision="paid", **{"note": NOTE, "actor": operator} | supplied)
    assert (caught.value.code, everything()) == (code, before)


def test_the_operator_alone(opened) -> None:
    before = everything()
    with pytest.raises(Forbidden):
        decide(make_user(), opened)
    assert everything() == before


def test_options_of_many_are_those_of_each(opened, operator, paid, refund_of, take_file) -> None:
    """Also where a counterpart was settled by another line before."""
    attempt = paid(400_000)
    refund = refund_of(attempt, 40_000, phase="unknown")
    take_file(line(attempt.reference, 400_000), back(attempt.reference, 40_000), name="a.csv")
    other = paid(70_000)
    take_file(
        line(attempt.reference, 400_000), back(attempt.reference, 40_000), line(other.reference, 70_000), name="b.csv"
    )
    lines = list(SettlementLine.objects.filter(decided_at=None).exclude(difference=""))
    assert {each.difference for each in lines} == {"state", "not_ours", "twice"}
    assert {each.refund_id for each in lines if each.refund_id} == {refund.pk}
    assert resolutions_by_line(lines) == {each.pk: resolutions(each) for each in lines}
    assert [each.outcome for each in resolutions_by_line(lines)[lines[0].pk]] == ["paid", "nothing"]
