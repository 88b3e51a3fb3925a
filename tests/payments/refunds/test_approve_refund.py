"""Above the limit two operators must approve a refund, or one refuses it; below it no approval is needed."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from accounts.models import AuditEntry
from accounts.services.record_audit import record_audit
from core.errors import DomainError, Forbidden, NotFound
from payments.models import RefundApproval
from payments.refunds.services.approve_refund import approve_refund
from payments.refunds.services.refuse_refund import refuse_refund
from payments.refunds.services.send_refund import send_refund
from tests.factories import make_officer, make_user, my_tho
from tests.payments.helpers import ledger, state
from tests.payments.refunds.helpers import (
    AWAITING,
    BY_HAND,
    CANCELED,
    DONE,
    QUEUED,
    all_is_well,
    ask,
    make_paid,
    stands,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limit(settings) -> None:
    settings.REFUND_APPROVAL_LIMIT = 100_000


@pytest.fixture
def large():
    return ask(make_paid(), 100_001)


def test_refund_at_the_limit_needs_no_approval():
    assert stands(ask(make_paid(), 100_000)) == QUEUED


def test_a_large_refund_in_parts_is_a_large_refund():
    intent = make_paid()
    assert stands(ask(intent, 60_000)) == QUEUED
    second = ask(intent, 40_001, "second")
    assert stands(second) == AWAITING
    for _ in range(2):
        approve_refund(refund_id=second.pk, actor=make_officer("operator"))
    assert stands(second) == QUEUED
    assert stands(ask(intent, 40_000, "third")) == QUEUED  # with what nobody approved it is at the limit


def test_unsuccessful_refund_does_not_count():
    intent = make_paid()
    refuse_refund(refund_id=ask(intent, 200_000).pk, actor=make_officer("operator"), note="Nhầm đơn")
    assert stands(ask(intent, 100_000, "second")) == QUEUED


def test_two_people_send_it_on_its_way(large, waiting_jobs):
    first, second = make_officer("operator"), make_officer("operator")
    approve_refund(refund_id=large.pk, actor=first, note="Đã xem đơn")
    assert (stands(large), waiting_jobs("payments.send_refund")) == (AWAITING, [])
    assert send_refund(refund_id=large.pk) is None
    approve_refund(refund_id=large.pk, actor=second)
    assert stands(large) == QUEUED
    assert waiting_jobs("payments.send_refund") == [{"refund_id": large.pk, "nth": 0}]
    send_refund(refund_id=large.pk)
    assert stands(large) == DONE
    assert list(large.approvals.order_by("pk").values_list("user_id", "note")) == [
        (first.pk, "Đã xem đơn"),
        (second.pk, ""),
    ]
    entries = AuditEntry.objects.filter(action="refund.approve").order_by("pk")
    assert [(entry.actor_id, entry.after["approvals"], entry.after["phase"]) for entry in entries] == [
        (first.pk, 1, "awaiting_approval"),
        (second.pk, 2, "queued"),
    ]
    all_is_well("payments")


def test_one_person_counts_once(large):
    operator = make_officer("operator")
    approve_refund(refund_id=large.pk, actor=operator)
    before = state()
    with pytest.raises(DomainError, check=lambda e: e.code == "ALREADY_APPROVED"):
        approve_refund(refund_id=large.pk, actor=operator)
    assert (state(), RefundApproval.objects.count()) == (before, 1)


def test_requester_may_be_one_of_two_approvers():
    asking = make_officer("operator")
    refund = ask(make_paid(), 200_000, requested_by=asking)
    approve_refund(refund_id=refund.pk, actor=asking)
    assert stands(refund) == AWAITING
    approve_refund(refund_id=refund.pk, actor=make_officer("operator"))
    assert stands(refund) == QUEUED


@pytest.mark.parametrize("action", ["user.add", "user.edit", "membership.grant", "user.reset_second_factor"])
@pytest.mark.parametrize("part", ["asked", "approved"])
@pytest.mark.parametrize("way", ["the first changed the second", "the second changed the first"])
def test_approval_is_refused_where_one_operator_changed_the_others_account(action, part, way):
    first, second = make_officer("operator"), make_officer("operator")
    refund = ask(make_paid(), 200_000, requested_by=first if part == "asked" else None)
    if part == "approved":
        approve_refund(refund_id=refund.pk, actor=first)
    changer, changed = (first, second) if way == "the first changed the second" else (second, first)
    record_audit(actor=changer, action=action, obj=changed)
    before = state()
    with pytest.raises(DomainError, check=lambda e: e.code == "APPROVER_NOT_INDEPENDENT"):
        approve_refund(refund_id=refund.pk, actor=second)
    assert state() == before
    for _ in range(2 if part == "asked" else 1):
        approve_refund(refund_id=refund.pk, actor=make_officer("operator"))
    assert stands(refund) == QUEUED


def test_others_neither_approve_nor_reject(large):
    before = state()
    for person in (make_user(is_staff=True, is_superuser=True), make_officer("commune", my_tho())):
        with pytest.raises(Forbidden):
            approve_refund(refund_id=large.pk, actor=person)
        with pytest.raises(Forbidden):
            refuse_refund(refund_id=large.pk, actor=person, note="x")
    assert state() == before
    assert RefundApproval.objects.count() == 0


def test_refund_that_needs_no_approval_is_not_approved(large):
    small, operator = ask(make_paid(), 50_000), make_officer("operator")
    with pytest.raises(DomainError, check=lambda e: e.code == "REFUND_UNEXPECTED_STATE"):
        approve_refund(refund_id=small.pk, actor=operator)
    with pytest.raises(NotFound):
        approve_refund(refund_id="re_none", actor=operator)
    assert RefundApproval.objects.count() == 0


def test_refused_it_never_leaves_and_its_money_is_the_payments_again(large):
    operator = make_officer("operator")
    refuse_refund(refund_id=large.pk, actor=operator, note="Đơn này đã giao")
    assert stands(large) == CANCELED
    assert ledger(large.intent)["refund_canceled", "customer_funds"] == -100_001
    entry = AuditEntry.objects.get(action="refund.refuse")
    assert (entry.actor_id, entry.after["note"]) == (operator.pk, "Đơn này đã giao")
    before = state()
    with pytest.raises(DomainError, check=lambda e: e.code == "REFUND_UNEXPECTED_STATE"):
        approve_refund(refund_id=large.pk, actor=operator)
    assert (state(), send_refund(refund_id=large.pk)) == (before, None)
    all_is_well("payments")


def test_a_refusal_has_its_reason_and_comes_before_it_leaves(large):
    small, operator = ask(make_paid(), 50_000), make_officer("operator")
    before = state()
    with pytest.raises(DomainError, check=lambda e: e.code == "REQUIRED"):
        refuse_refund(refund_id=large.pk, actor=operator, note=" ")
    with pytest.raises(DomainError, check=lambda e: e.code == "REFUND_UNEXPECTED_STATE"):
        refuse_refund(refund_id=small.pk, actor=operator, note="x")
    assert state() == before


def test_manual_refund_waits_for_its_confirmation():
    refund = ask(make_paid(), 200_000)
    refund.by_hand = True
    refund.save(update_fields=["by_hand"])
    for _ in range(2):
        approve_refund(refund_id=refund.pk, actor=make_officer("operator"))
    assert stands(refund) == BY_HAND


@pytest.mark.django_db(transaction=True)
@pytest.mark.threads
def test_many_at_once_approve_it_twice_and_no_more(settings):
    settings.REFUND_APPROVAL_LIMIT = 100_000
    refund = ask(make_paid(), 200_000)
    people, together = [make_officer("operator") for _ in range(6)], threading.Barrier(6)

    def approve(person):
        together.wait()
        try:
            approve_refund(refund_id=refund.pk, actor=person)
        except DomainError as error:
            return error.code
        finally:
            connections.close_all()
        return "yes"

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(approve, people))
    assert sorted(answers) == ["REFUND_UNEXPECTED_STATE"] * 4 + ["yes"] * 2
    assert (stands(refund), refund.approvals.count()) == (QUEUED, 2)
