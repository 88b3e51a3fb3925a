"""What sellers, their cooperative, buyers and the operator do with an order; and what they may not."""

from datetime import date

import pytest

from accounts.models import AuditEntry
from catalog.models import Variant
from cooperatives.models import CooperativeMember
from core import clock
from core.errors import DomainError, Forbidden, NotFound
from core.models import Event
from orders.models import Order, OrderHistory
from orders.queries.owed import owed
from orders.queries.payment_state import payment_state
from orders.services.cancel_by_buyer import cancel_by_buyer
from orders.services.cancel_order import cancel_order
from orders.services.confirm_order import confirm_order
from orders.services.hand_over import hand_over
from payments import sdk
from payments.models import LedgerTransaction, Refund, Transfer
from tests.factories import make_officer, make_user
from tests.orders.helpers import history, ipn, place, ready_cart, reread, start, stock, told


def refused(run, **arguments) -> DomainError:
    def everything() -> tuple:
        counted = (OrderHistory, Event, AuditEntry, LedgerTransaction)
        rows = Order.objects.order_by("pk").values_list("status", "charge_status")
        return (*(m.objects.count() for m in counted), *rows, *Variant.objects.values_list("on_hand", "held"))

    before = everything()
    with pytest.raises(DomainError) as caught:
        run(**arguments)
    assert everything() == before
    return caught.value


@pytest.fixture
def paid(market, run_events) -> Order:
    """The cooperative's order of two cartons of mangoes, paid by VNPay."""
    checkout_id = ready_cart([(market.mango, 2)])
    order = place(checkout_id).orders[0]
    ipn(start(checkout_id))
    run_events()
    return order


@pytest.fixture
def cash(market) -> Order:
    """The cooperative's order of two cartons of mangoes, to be paid in cash."""
    return place(ready_cart([(market.mango, 2)], method="cash")).orders[0]


def test_confirmed_then_handed_over(market, paid) -> None:
    confirm_order(order_id=paid.pk, actor=market.manager)

    order = reread(paid)
    assert (order.status, order.charge_status) == ("UNFULFILLED", "FULL")
    transfer = Transfer.objects.get()
    assert (transfer.pk, transfer.amount, transfer.payee_id, transfer.reference) == (
        order.share.transfer_id,
        255_000,
        market.cooperative.payee_ref,
        order.code,
    )
    mine = owed(market.cooperative)
    assert (mine.total, mine.lines[0].order_code, mine.lines[0].buyer_name) == (
        sdk.balances.of(market.cooperative.payee_ref).pending,
        order.code,
        "Nguyễn Thị Hoa",
    )
    assert mine.total > 0

    hand_over(order_id=paid.pk, actor=market.manager)

    assert (reread(paid).status, history(paid)) == ("FULFILLED", ["placed", "paid", "confirmed", "handed_over"])
    assert told("order.confirmed") == told("order.fulfilled") == told("order.paid") == [str(paid.pk)]
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "actor", "on_behalf_of")) == [
        ("order.confirm", market.manager.pk, ""),
        ("order.hand_over", market.manager.pk, ""),
    ]


def test_what_is_done_is_not_done_again(market, paid) -> None:
    error = refused(hand_over, order_id=paid.pk, actor=market.manager)
    assert (error.code, str(error.message)) == ("INVALID_MOVE", "Đơn này đang chờ người bán xác nhận.")
    confirm_order(order_id=paid.pk, actor=market.manager)
    error = refused(confirm_order, order_id=paid.pk, actor=market.manager)
    assert str(error.message) == "Đơn này đã được nhận, đang chờ giao."
    hand_over(order_id=paid.pk, actor=market.manager)
    for run, more in ((confirm_order, {}), (hand_over, {}), (cancel_order, {"reason": "other"})):
        assert str(refused(run, order_id=paid.pk, actor=market.manager, **more).message) == "Đơn này đã giao xong."


def test_an_unpaid_order_is_not_the_sellers_yet(market) -> None:
    order = place(ready_cart([(market.mango, 2)])).orders[0]

    for run, more in ((confirm_order, {}), (hand_over, {}), (cancel_order, {"reason": "out_of_stock"})):
        error = refused(run, order_id=order.pk, actor=market.manager, **more)
        assert str(error.message) == "Đơn này chưa được thanh toán."


def test_nothing_ships_while_a_payment_is_in_review(market, run_events) -> None:
    checkout_id = ready_cart([(market.mango, 2)])
    order = place(checkout_id).orders[0]
    ipn(start(checkout_id), "07", "07")
    run_events()

    error = refused(confirm_order, order_id=order.pk, actor=market.manager)
    assert "đang được kiểm tra" in str(error.message)
    assert refused(cancel_by_buyer, order_id=order.pk).code == "INVALID_MOVE"


def test_cash_is_received_with_the_goods(market, cash) -> None:
    confirm_order(order_id=cash.pk, actor=market.manager)
    assert (Transfer.objects.count(), stock(market.mango)) == (0, (10, 2))

    error = refused(hand_over, order_id=cash.pk, actor=market.manager)
    assert (error.code, error.field) == ("CASH_NOT_RECEIVED", "cash_received")

    hand_over(order_id=cash.pk, actor=market.manager, cash_received=True)

    order = Order.objects.get(pk=cash.pk)
    assert (order.status, order.charge_status, order.paid_at is not None) == ("FULFILLED", "FULL", True)
    assert stock(market.mango) == (8, 0)
    assert told("order.paid") == told("order.fulfilled") == [str(cash.pk)]
    assert sdk.balances.of(market.cooperative.payee_ref).pending == 0
    assert [(line.type, line.amount, line.order_code) for line in owed(market.cooperative).lines] == [
        ("cash", 240_000, order.code)
    ]
    assert payment_state(order.checkout_id).kind == "cash"


def test_a_strangers_hands_off(market, paid) -> None:
    strangers = [make_user(), market.household_owner, make_officer("commune", market.cooperative.unit)]
    operator = make_officer("operator")

    for actor in strangers:
        for run, more in ((confirm_order, {}), (hand_over, {}), (cancel_order, {"reason": "other"})):
            with pytest.raises(Forbidden):
                run(order_id=paid.pk, actor=actor, **more)
    with pytest.raises(Forbidden):
        confirm_order(order_id=paid.pk, actor=operator)
    with pytest.raises(NotFound):
        confirm_order(order_id="no-such-order", actor=market.manager)
    assert reread(paid).status == "UNCONFIRMED"


def test_a_cooperative_acts_for_a_member_that_agreed(market, run_events) -> None:
    checkout_id = ready_cart([(market.lotus, 1)])
    order = place(checkout_id).orders[0]
    ipn(start(checkout_id))
    run_events()
    member = CooperativeMember.objects.create(
        cooperative=market.cooperative, household=market.household, joined_on=date(2026, 1, 5)
    )
    assert refused(confirm_order, order_id=order.pk, actor=market.manager).code == "PERMISSION_DENIED"

    member.consent_given_at, member.consent_evidence = clock.now(), "Phiếu đồng ý số 12"
    member.save()
    confirm_order(order_id=order.pk, actor=market.manager)

    entry = AuditEntry.objects.get(action="order.confirm")
    assert (entry.actor, entry.on_behalf_of) == (market.manager, f"cooperatives.Seller:{market.household.pk}")
    assert (entry.before, entry.after) == ({"status": "UNCONFIRMED"}, {"status": "UNFULFILLED"})


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_paid_order_called_off_is_refunded(market, paid, confirmed: bool) -> None:
    if confirmed:
        confirm_order(order_id=paid.pk, actor=market.manager)

    cancel_order(order_id=paid.pk, actor=market.manager, reason="cannot_deliver")

    order = reread(paid)
    assert (order.status, order.charge_status) == ("CANCELED", "REFUNDING")
    refund = Refund.objects.get()
    assert (refund.pk, refund.amount, refund.reason, refund.reference) == (
        order.share.refund_id,
        255_000,
        "canceled_by_seller",
        order.code,
    )
    assert sdk.balances.of(market.cooperative.payee_ref) == sdk.Balance(pending=0, available=0)
    assert stock(market.mango) == (10, 0)
    assert told("order.canceled") == told("order.refunded") == [str(paid.pk)]
    assert OrderHistory.objects.get(order=order, what="canceled_and_refunded").data == {"reason": "cannot_deliver"}
    assert payment_state(order.checkout_id).kind == "refunding"


def test_what_the_seller_does_not_have_is_not_sold_again(market, paid) -> None:
    cancel_order(order_id=paid.pk, actor=market.manager, reason="out_of_stock")

    assert Refund.objects.get().reason == "out_of_stock"
    assert stock(market.mango) == (8, 0)


def test_a_cash_order_called_off_frees_its_goods(market, cash) -> None:
    confirm_order(order_id=cash.pk, actor=market.manager)

    cancel_order(order_id=cash.pk, actor=market.manager, reason="buyer_asked")

    assert (reread_cash(cash), stock(market.mango), Refund.objects.count()) == (("CANCELED", "NONE"), (10, 0), 0)
    assert (told("order.canceled"), told("order.refunded")) == ([str(cash.pk)], [])


def reread_cash(order: Order) -> tuple[str, str]:
    return Order.objects.values_list("status", "charge_status").get(pk=order.pk)


def test_a_reason_is_needed(market, paid) -> None:
    assert refused(cancel_order, order_id=paid.pk, actor=market.manager, reason="").code == "REASON_REQUIRED"


def test_the_operator_may_cancel(market, paid) -> None:
    cancel_order(order_id=paid.pk, actor=make_officer("operator"), reason="out_of_stock")

    assert (reread(paid).charge_status, stock(market.mango)) == ("REFUNDING", (8, 0))


def test_the_operator_cancels_an_unpaid_payment_whole(market, run_events) -> None:
    placed = place(ready_cart([(market.mango, 2), (market.lotus, 1)]))

    cancel_order(order_id=placed.orders[1].pk, actor=make_officer("operator"), reason="buyer_asked")
    run_events()

    assert [reread(o).status for o in placed.orders] == ["CANCELED", "CANCELED"]
    assert sdk.payment_intents.retrieve(placed.intent_id).status == "canceled"


def test_a_buyer_withdraws_before_paying(market, run_events) -> None:
    checkout_id = ready_cart([(market.mango, 2), (market.lotus, 1)])
    placed = place(checkout_id)
    attempt = start(checkout_id)

    cancel_by_buyer(order_id=placed.orders[0].pk)
    run_events()

    assert [reread(o).status for o in placed.orders] == ["CANCELED", "CANCELED"]
    assert (stock(market.mango), stock(market.lotus)) == ((10, 0), (5, 0))
    assert payment_state(checkout_id).kind == "canceled"
    assert history(placed.orders[0]) == ["placed", "withdrawn"]

    assert ipn(attempt) == "00"  # paid in another window after all
    run_events()
    assert [reread(o).charge_status for o in placed.orders] == ["REFUNDING", "REFUNDING"]
    assert Refund.objects.get().amount == 350_000


def test_a_buyer_withdraws_cash_orders_one_by_one_until_confirmed(market, cash) -> None:
    other = place(ready_cart([(market.mango, 1)], method="cash")).orders[0]
    confirm_order(order_id=other.pk, actor=market.manager)

    cancel_by_buyer(order_id=cash.pk)

    assert reread_cash(cash) == ("CANCELED", "NONE")
    assert payment_state(cash.checkout_id).kind == "canceled"
    assert refused(cancel_by_buyer, order_id=other.pk).code == "INVALID_MOVE"


def test_a_buyer_cannot_withdraw_what_is_paid(market, run_events) -> None:
    checkout_id = ready_cart([(market.mango, 2)])
    order = place(checkout_id).orders[0]
    ipn(start(checkout_id))

    assert refused(cancel_by_buyer, order_id=order.pk).code == "PAYMENT_INTENT_UNEXPECTED_STATE"
    run_events()
    assert refused(cancel_by_buyer, order_id=order.pk).code == "INVALID_MOVE"
