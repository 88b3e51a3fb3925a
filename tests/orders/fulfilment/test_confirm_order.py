"""The seller confirms an order; its money becomes an allocation."""

from datetime import date

import pytest

from accounts.models import AuditEntry
from cooperatives.models import CooperativeMember
from core import clock
from core.errors import Forbidden, NotFound
from orders.fulfilment.services.cancel_by_buyer import cancel_by_buyer
from orders.fulfilment.services.cancel_order import cancel_order
from orders.fulfilment.services.confirm_order import confirm_order
from orders.fulfilment.services.fulfill_order import fulfill_order
from payments import sdk
from payments.models import Transfer
from tests.factories import make_officer, make_user
from tests.orders.helpers import history, ipn, place, published_orders, ready_cart, refused_transition, reread, start


def test_paid_order_is_confirmed_then_fulfilled(market, paid) -> None:
    confirm_order(order_id=paid.pk, actor=market.manager)

    order = reread(paid)
    assert (order.status, order.charge_status) == ("UNFULFILLED", "FULL")
    transfer = Transfer.objects.get()
    assert (transfer.pk, transfer.amount, transfer.payee_id, transfer.reference) == (
        order.allocation.transfer_id,
        255_000,
        market.cooperative.payee_ref,
        order.code,
    )
    assert sdk.balances.of(market.cooperative.payee_ref).pending == 255_000
    assert sdk.statements.on_hold(market.cooperative.payee_ref) == {order.code: 255_000}

    fulfill_order(order_id=paid.pk, actor=market.manager)

    assert (reread(paid).status, history(paid)) == ("FULFILLED", ["placed", "paid", "confirmed", "fulfilled"])
    assert (
        published_orders("order.confirmed")
        == published_orders("order.fulfilled")
        == published_orders("order.paid")
        == [str(paid.pk)]
    )
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "actor", "on_behalf_of")) == [
        ("order.confirm", market.manager.pk, ""),
        ("order.fulfill", market.manager.pk, ""),
    ]


def test_repeated_or_early_transition_is_refused(market, paid) -> None:
    error = refused_transition(fulfill_order, order_id=paid.pk, actor=market.manager)
    assert (error.code, str(error.message)) == ("INVALID_MOVE", "Đơn này đang chờ người bán xác nhận.")
    confirm_order(order_id=paid.pk, actor=market.manager)
    error = refused_transition(confirm_order, order_id=paid.pk, actor=market.manager)
    assert str(error.message) == "Đơn này đã được nhận, đang chờ giao."
    fulfill_order(order_id=paid.pk, actor=market.manager)
    for run, more in ((confirm_order, {}), (fulfill_order, {}), (cancel_order, {"reason": "other"})):
        assert (
            str(refused_transition(run, order_id=paid.pk, actor=market.manager, **more).message)
            == "Đơn này đã giao xong."
        )


def test_unpaid_order_is_refused(market) -> None:
    order = place(ready_cart([(market.mango, 2)])).orders[0]

    for run, more in ((confirm_order, {}), (fulfill_order, {}), (cancel_order, {"reason": "out_of_stock"})):
        error = refused_transition(run, order_id=order.pk, actor=market.manager, **more)
        assert str(error.message) == "Đơn này chưa được thanh toán."


def test_order_with_payment_in_review_is_refused(market, run_events) -> None:
    checkout_id = ready_cart([(market.mango, 2)])
    order = place(checkout_id).orders[0]
    ipn(start(checkout_id), "07", "07")
    run_events()

    error = refused_transition(confirm_order, order_id=order.pk, actor=market.manager)
    assert "đang được kiểm tra" in str(error.message)
    assert refused_transition(cancel_by_buyer, order_id=order.pk).code == "INVALID_MOVE"


def test_users_without_rights_are_refused(market, paid) -> None:
    strangers = [make_user(), market.household_owner, make_officer("commune", market.cooperative.unit)]
    operator = make_officer("operator")

    for actor in strangers:
        for run, more in ((confirm_order, {}), (fulfill_order, {}), (cancel_order, {"reason": "other"})):
            with pytest.raises(Forbidden):
                run(order_id=paid.pk, actor=actor, **more)
    with pytest.raises(Forbidden):
        confirm_order(order_id=paid.pk, actor=operator)
    with pytest.raises(NotFound):
        confirm_order(order_id="no-such-order", actor=market.manager)
    assert reread(paid).status == "UNCONFIRMED"


def test_cooperative_confirms_for_a_consenting_member(market, run_events) -> None:
    checkout_id = ready_cart([(market.lotus, 1)])
    order = place(checkout_id).orders[0]
    ipn(start(checkout_id))
    run_events()
    member = CooperativeMember.objects.create(
        cooperative=market.cooperative, household=market.household, joined_on=date(2026, 1, 5)
    )
    assert refused_transition(confirm_order, order_id=order.pk, actor=market.manager).code == "PERMISSION_DENIED"

    member.consent_given_at, member.consent_evidence = clock.now(), "Phiếu đồng ý số 12"
    member.save()
    confirm_order(order_id=order.pk, actor=market.manager)

    entry = AuditEntry.objects.get(action="order.confirm")
    assert (entry.actor, entry.on_behalf_of) == (market.manager, f"cooperatives.Seller:{market.household.pk}")
    assert (entry.before, entry.after) == ({"status": "UNCONFIRMED"}, {"status": "UNFULFILLED"})
