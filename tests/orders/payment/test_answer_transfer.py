"""A seller's answer to a doubtful transfer: once, exact, to its own account only, consent as elsewhere."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from accounts.models import AuditEntry
from cooperatives.services.add_member import add_member
from cooperatives.services.record_consent import record_consent
from core import clock
from core.errors import DomainError, Forbidden
from indicators.models import Fact
from orders.checkout.services.start_payment import start_payment
from orders.models import Order, PosSale
from orders.payment.queries.doubtful_transfers import doubtful_transfers, intent_of_code
from orders.payment.services.answer_transfer import answer_transfer
from orders.payment.services.mark_as_paid import mark_as_paid
from orders.pos.services.record_sale import record_sale
from payments import sdk
from payments.models import Attempt, BankFeed, BankTransfer, JournalEntry
from tests.factories import make_officer, make_user
from tests.market import Market
from tests.orders.helpers import place, ready_cart, refusal, reread, show_account, state
from tests.payments.bank.helpers import make_feed, operators_account, reported
from tests.payments.bank.test_match_bank_transaction import all_is_well
from tests.payments.helpers import state as money

WRONG = "CX0000000000 tien xoai"  # no order has this code


@pytest.fixture
def awaited(market: Market) -> Order:
    """The cooperative's order, awaiting a VietQR transfer; a feed reports transfers."""
    show_account(market.cooperative, feed="sepay")
    checkout_id = ready_cart([(market.mango, 1)], method="vietqr")
    order = place(checkout_id).orders[0]
    start_payment(checkout_id=checkout_id, return_url="https://cho.vn/", ip="113.160.92.202")
    return order


def feed_of(market: Market) -> BankFeed:
    return BankFeed.objects.get(account__payee_id=market.cooperative.payee_ref)


@pytest.fixture
def lost(market: Market, awaited: Order) -> BankTransfer:
    """The order's amount, with an unreadable code."""
    return reported(feed_of(market), WRONG, awaited.total)


def answer(market: Market, transfer: BankTransfer, actor=None, **arguments):
    return answer_transfer(
        seller_id=market.cooperative.pk,
        transfer_id=transfer.pk,
        actor=actor or market.manager,
        **{"decision": "returned", "note": "UNC 12"} | arguments,
    )


def captures() -> int:
    return JournalEntry.objects.filter(reason="capture").count()


def everything() -> tuple:
    return money(), list(BankTransfer.objects.values()), list(Order.objects.values()), AuditEntry.objects.count()


def test_seller_is_shown_the_transfer_and_fitting_orders(market, awaited, lost) -> None:
    (doubt,) = doubtful_transfers(market.cooperative)
    assert (doubt.transfer.id, doubt.transfer.unmatched_reason, doubt.named) == (lost.pk, "unknown_code", None)
    (fits,) = doubt.fitting
    assert (fits.code, fits.who, fits.is_pos_sale, fits.is_paid) == (awaited.code, "Nguyễn Thị Hoa", False, False)
    assert doubtful_transfers(market.household) == []


def test_accepted_transfer_pays_its_order(market, awaited, lost, run_events) -> None:
    intent_id = reread(awaited).allocation.intent_id

    answer(market, lost, decision="accept", intent_id=intent_id, note="Khách gửi ảnh")

    assert state(awaited) == ("UNCONFIRMED", "FULL")  # at once
    run_events()
    assert (state(awaited), captures()) == (("UNCONFIRMED", "FULL"), 1)
    assert Fact.objects.filter(order_ref=awaited.code).count() == 1
    entry = AuditEntry.objects.get(action="seller.answer_transfer")
    assert (entry.actor, entry.on_behalf_of) == (market.manager, "")
    assert entry.after == {"transfer": lost.pk, "amount": awaited.total, "decision": "accept", "note": "Khách gửi ảnh"}
    assert doubtful_transfers(market.cooperative) == []
    all_is_well()


def test_accepted_transfer_replaces_the_sellers_declaration(market, awaited, lost, run_events) -> None:
    """The payment is counted once: the seller's declaration is matched with the bank's transfer."""
    mark_as_paid(order_id=awaited.pk, actor=market.manager)
    run_events()
    (doubt,) = doubtful_transfers(market.cooperative)
    (fits,) = doubt.fitting
    assert (fits.code, fits.is_paid) == (awaited.code, True)

    answer(market, lost, decision="accept", intent_id=fits.intent_id)
    run_events()

    assert captures() == 1
    attempt = Attempt.objects.get(intent_id=fits.intent_id)
    assert (attempt.status, attempt.confirmed_by, attempt.provider_ref) == (
        "succeeded",
        "operator",
        lost.bank_reference,
    )
    assert attempt.declared_by == market.manager
    all_is_well()
    again = reported(feed_of(market), WRONG, awaited.total)
    assert doubtful_transfers(market.cooperative)[0].fitting == []
    assert refusal(
        answer, market=market, transfer=again, decision="accept", intent_id=fits.intent_id
    ).code == "PAYMENT_INTENT_UNEXPECTED_STATE"  # fmt: skip


def test_accepted_transfer_pays_a_pos_sale(market, run_events) -> None:
    show_account(market.cooperative, feed="sepay")
    sale = record_sale(
        seller_id=market.cooperative.pk, amount=50_000, method="vietqr", form_key=uuid4(), actor=market.manager
    )  # fmt: skip
    lost = reported(feed_of(market), WRONG, 50_000)
    assert intent_of_code(market.cooperative, sale.code.lower()) == sale.intent_id
    assert intent_of_code(market.household, sale.code) is None

    answer(market, lost, decision="accept", intent_id=sale.intent_id)

    assert PosSale.objects.get().status == "paid"
    run_events()
    assert captures() == 1
    all_is_well()


@pytest.mark.parametrize("decision", ["returned", "not_ours"])
def test_returned_or_foreign_transfer_changes_no_order(market, awaited, lost, run_events, decision: str) -> None:
    before = money()
    answer(market, lost, decision=decision)
    run_events()
    assert money() == before
    lost.refresh_from_db()
    assert (lost.state, lost.decision, lost.decided_by) == ("decided", f"{decision}: UNC 12", market.manager)
    all_is_well()


def test_decided_transfer_cannot_be_decided_again(market, awaited, lost) -> None:
    answer(market, lost)
    before = everything()
    for decision in ("returned", "not_ours", "accept"):
        error = refusal(answer, market=market, transfer=lost, decision=decision, intent_id="pi_x")
        assert error.code == "ALREADY_DECIDED"
    assert everything() == before


def test_transfer_of_another_account_is_not_found(market, awaited, lost) -> None:
    operators = reported(make_feed(operators_account()), "quen ghi ma", 70_000)
    platform = sdk.payment_intents.create(
        amount=awaited.total,
        payment_method_type="vietqr",
        expires_at=clock.now() + timedelta(hours=1),
        idempotency_key="a",
    )
    before = everything()

    assert refusal(answer, market=market, transfer=operators).code == "NOT_FOUND"
    for actor in (make_user(), market.household_owner, make_officer("operator")):
        with pytest.raises(Forbidden):
            answer(market, lost, actor)
    wrong = refusal(answer, market=market, transfer=lost, decision="accept", intent_id=platform.id)
    assert wrong.code == "PAYMENT_INTENT_UNEXPECTED_STATE"
    assert refusal(answer, market=market, transfer=lost, note=" ").code == "REQUIRED"
    assert everything() == before


def test_amount_alone_matches_no_order(market, awaited) -> None:
    short = reported(feed_of(market), _code(awaited), awaited.total - 1_000)
    (doubt,) = doubtful_transfers(market.cooperative)
    assert (doubt.transfer.unmatched_reason, doubt.missing, doubt.fitting) == ("too_little", 1_000, [])
    assert doubt.named is not None
    assert doubt.named.code == awaited.code
    before = everything()
    with pytest.raises(DomainError) as caught:
        answer(market, short, decision="accept", intent_id=reread(awaited).allocation.intent_id)
    assert caught.value.code == "AMOUNT_INVALID"
    assert everything() == before


def _code(order: Order) -> str:
    return sdk.payment_intents.retrieve(reread(order).allocation.intent_id).transfer_code


def test_cooperative_answers_for_a_consenting_member_and_both_are_audited(market) -> None:
    show_account(market.household, feed="sepay")
    feed = BankFeed.objects.get(account__payee_id=market.household.payee_ref)
    lost = reported(feed, WRONG, 80_000)
    arguments = {"seller_id": market.household.pk, "transfer_id": lost.pk, "decision": "returned", "note": "UNC 12"}
    with pytest.raises(Forbidden):
        answer_transfer(**arguments, actor=market.manager)

    ids = {
        "cooperative_id": market.cooperative.pk,
        "household_id": market.household.pk,
        "actor": market.household_owner,
    }
    add_member(**ids, joined_on=date(2026, 1, 5))
    record_consent(**ids, evidence="Phiếu đồng ý số 12")
    answer_transfer(**arguments, actor=market.manager)

    entry = AuditEntry.objects.get(action="seller.answer_transfer")
    assert (entry.actor, entry.on_behalf_of) == (market.manager, f"cooperatives.Seller:{market.household.pk}")
