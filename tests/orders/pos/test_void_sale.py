"""Voiding a POS sale: once, reversed in the memo book and in the figures."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine

from accounts.models import AuditEntry
from cooperatives.services.add_member import add_member
from cooperatives.services.record_consent import record_consent
from core import clock
from core.errors import Forbidden
from core.models import Delivery, Event
from core.outbox import deliver_due
from indicators.models import Fact
from orders.models import PosSale
from orders.payment.integrity import paid_in_cash_has_its_receipt
from orders.payment.queries.doubtful_transfers import doubtful_transfers
from orders.pos.integrity import pos_sales_have_their_money
from orders.pos.queries import receipt, sales_of_day
from orders.pos.services.cancel_sale import cancel_sale
from orders.pos.services.mark_sale_as_paid import mark_sale_as_paid
from orders.pos.services.record_sale import record_sale
from orders.pos.services.void_sale import MAX_REASON, VOID_WITHIN, can_void, void_sale
from payments import sdk
from payments.models import BankFeed, Refund
from tests.factories import make_officer, make_user
from tests.orders.helpers import refusal, show_account
from tests.orders.pos.test_record_sale import make, reread
from tests.payments.bank.helpers import reported
from tests.payments.bank.test_match_bank_transaction import all_is_well
from tests.payments.helpers import state

WHY = "Ghi nhầm số tiền"


def void(market, sale: PosSale, **arguments: object) -> PosSale:
    return void_sale(sale_id=sale.pk, **{"why": WHY, "actor": market.manager} | arguments)


def facts() -> list[tuple]:
    return list(Fact.objects.order_by("pk").values_list("kind", "channel", "method", "amount", "month"))


def everything() -> tuple:
    return state(), list(PosSale.objects.values()), AuditEntry.objects.count()


def right() -> None:
    all_is_well()
    for check in (pos_sales_have_their_money, paid_in_cash_has_its_receipt):
        assert check().problems == []


def test_voided_cash_sale_is_reversed_in_the_statement(market, run_events) -> None:
    sale = make(market)
    run_events()

    voided = void(market, sale, why="  Ghi nhầm   số tiền ")
    run_events()

    assert (voided.status, voided.void_reason, voided.paid_at) == ("voided", WHY, sale.paid_at)
    lines = [(line.type, line.amount, line.reference) for line in sdk.statements.of(market.cooperative.payee_ref)]
    assert lines == [("cash", -50_000, sale.code), ("cash", 50_000, sale.code)]  # reversed, nothing deleted
    month = clock.today().replace(day=1)
    assert facts() == [("sale", "pos", "cash", 50_000, month), ("reversal", "pos", "cash", -50_000, month)]
    (refund,) = Refund.objects.all()
    assert (refund.status, refund.reason, refund.proof, refund.requested_by) == (
        "succeeded", "recorded_by_mistake", WHY, market.manager,
    )  # fmt: skip
    day = sales_of_day(market.cooperative)
    assert (day.count, day.total, [one.status for one in day.sales]) == (0, 0, ["voided"])
    shown = receipt(sale.code)
    assert shown is not None
    assert shown.voided_at == voided.voided_at
    entry = AuditEntry.objects.get(action="pos_sale.void")
    assert (entry.actor, entry.after["why"], entry.on_behalf_of) == (market.manager, WHY, "")
    right()


def test_voided_transfer_sale_has_a_confirmed_refund(market, run_events) -> None:
    show_account(market.cooperative, feed="sepay")
    sale = make(market, 120_000, "vietqr")
    code = sdk.payment_intents.retrieve(sale.intent_id).transfer_code
    reported(BankFeed.objects.get(account__payee_id=market.cooperative.payee_ref), code, 120_000)
    run_events()

    void(market, sale, why="Trả lại FT123")
    run_events()

    intent = sdk.payment_intents.retrieve(sale.intent_id)
    assert (intent.amount_received, intent.amount_refunded) == (120_000, 120_000)
    assert [row[:4] for row in facts()] == [
        ("sale", "pos", "vietqr", 120_000), ("reversal", "pos", "vietqr", -120_000),
    ]  # fmt: skip
    right()


def test_large_amount_needs_no_approval(market, settings) -> None:
    """The money is the seller's own: no approval by the operator is needed."""
    settings.REFUND_APPROVAL_LIMIT = 10_000
    void(market, make(market))
    assert Refund.objects.get().status == "succeeded"
    right()


def test_second_void_changes_nothing(market, run_events) -> None:
    sale = make(market)
    first = void(market, sale)
    run_events()
    before = everything()

    again = void(market, sale, why="Lần nữa")

    assert (again.voided_at, again.void_reason) == (first.voided_at, WHY)
    assert everything() == before
    assert Event.objects.filter(type="pos_sale.voided").count() == 1


def test_void_before_the_sale_was_recorded_leaves_both_facts(market, run_events) -> None:
    """Both facts are stored, in either order of events."""
    sale = make(market)
    void(market, sale)
    paid = Delivery.objects.get(handler="indicators.record_pos_sale")
    Delivery.objects.filter(pk=paid.pk).update(next_try_at=clock.now() + timedelta(hours=1))
    deliver_due()
    waiting = Delivery.objects.get(handler="indicators.record_pos_reversal")
    assert (waiting.done_at, Fact.objects.count()) == (None, 0)
    assert "SaleNotYetRecordedError" in waiting.last_error

    Delivery.objects.filter(done_at=None).update(next_try_at=clock.now())
    run_events()
    Delivery.objects.filter(done_at=None).update(next_try_at=clock.now())
    run_events()

    assert [row[0] for row in facts()] == ["sale", "reversal"]
    assert sum(row[3] for row in facts()) == 0


def test_sale_can_be_voided_for_three_days(market) -> None:
    sale = make(market)
    with time_machine.travel(clock.now() + VOID_WITHIN - timedelta(minutes=1)):
        assert can_void(reread(sale))
    with time_machine.travel(clock.now() + VOID_WITHIN + timedelta(minutes=1)):
        assert not can_void(reread(sale))
        before = everything()
        assert refusal(void, market=market, sale=sale).code == "INVALID_MOVE"
        assert everything() == before


@pytest.mark.parametrize(("why", "code"), [("", "REQUIRED"), ("ab", "REQUIRED"), ("x" * (MAX_REASON + 1), "INVALID")])
def test_void_without_a_reason_is_refused(market, why: str, code: str) -> None:
    sale = make(market)
    before = everything()
    error = refusal(void, market=market, sale=sale, why=why)
    assert (error.code, error.field, everything()) == (code, "why", before)


def test_unpaid_sale_cannot_be_voided(market) -> None:
    show_account(market.cooperative)
    sale = make(market, method="vietqr")
    assert refusal(void, market=market, sale=sale).code == "INVALID_MOVE"
    cancel_sale(sale_id=sale.pk, actor=market.manager)
    assert refusal(void, market=market, sale=sale).code == "INVALID_MOVE"
    assert reread(sale).status == "canceled"


def test_users_without_rights_are_refused(market) -> None:
    sale = make(market)
    before = everything()
    for actor in (make_user(), market.household_owner, make_officer("operator")):
        with pytest.raises(Forbidden):
            void(market, sale, actor=actor)
    assert everything() == before


def test_cooperative_voids_for_a_consenting_member_and_both_are_audited(market) -> None:
    sale = record_sale(
        seller_id=market.household.pk, amount=30_000, method="cash", form_key=uuid4(), actor=market.household_owner
    )
    with pytest.raises(Forbidden):
        void(market, sale)
    ids = {"cooperative_id": market.cooperative.pk, "household_id": market.household.pk}
    add_member(**ids, actor=market.household_owner, joined_on=date(2026, 1, 5))
    record_consent(**ids, actor=market.household_owner, evidence="Phiếu đồng ý số 12")

    void(market, sale)

    entry = AuditEntry.objects.get(action="pos_sale.void")
    assert (entry.actor, entry.on_behalf_of) == (market.manager, f"cooperatives.Seller:{market.household.pk}")


def test_transfer_after_the_void_is_unmatched(market, run_events) -> None:
    """Declared by mistake, voided, and then reported by the bank: the transfer must be shown as doubtful."""
    show_account(market.cooperative, feed="sepay")
    sale = make(market, 120_000, "vietqr")
    mark_sale_as_paid(sale_id=sale.pk, actor=market.manager)
    void(market, sale, why="Bấm nhầm, tiền chưa về")
    code = sdk.payment_intents.retrieve(sale.intent_id).transfer_code
    feed = BankFeed.objects.get(account__payee_id=market.cooperative.payee_ref)

    late = reported(feed, code, 120_000)
    run_events()

    assert (late.state, late.unmatched_reason) == ("unmatched", "twice")
    (doubt,) = doubtful_transfers(market.cooperative)
    assert doubt.named is not None
    assert (doubt.named.code, doubt.named.is_refunded, doubt.fitting) == (sale.code, True, [])
    assert reread(sale).status == "voided"
    right()
