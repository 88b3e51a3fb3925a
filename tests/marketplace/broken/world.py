"""Valid data for every invariant: what the defects are written into."""

import io
from datetime import date, timedelta
from uuid import uuid4

from cooperatives.models import CooperativeMember
from core import clock
from indicators.definitions.services.load_definitions import load_definitions
from orders.fulfilment.services.cancel_order import cancel_order
from orders.fulfilment.services.confirm_order import confirm_order
from orders.fulfilment.services.fulfill_order import fulfill_order
from orders.models import Order
from orders.payment.services.confirm_manual_refund import confirm_manual_refund
from orders.payment.services.mark_as_paid import mark_as_paid
from orders.payment.services.release_allocation import release_allocation
from orders.pos.services.record_sale import record_sale
from orders.pos.services.void_sale import void_sale
from orders.returns.services.open_return import open_return
from payments.connected_accounts.services.update_bank import update_bank
from payments.models import (
    Attempt,
)
from payments.payouts.services.create_payout import create_payout
from payments.reconciliation.services.import_settlement import import_settlement
from payments.reconciliation.services.recognise_settlement import recognise_settlement
from payments.reconciliation.services.resolve_as_settlement import resolve_as_settlement
from tests.events import deliver_all
from tests.factories import make_officer, make_units
from tests.market import Market
from tests.market import make as make_market
from tests.orders.helpers import ipn, place, ready_cart, show_account, start
from tests.payments.bank import helpers as bank
from tests.payments.reconciliation import conftest as settled
from tests.payments.reconciliation import files as partners


def build_world() -> None:
    """Something of everything: paid, allotted, refunded, paid twice, cash, waiting, paid out, transferred."""
    make_units()
    load_definitions()
    market = make_market()
    CooperativeMember.objects.create(cooperative=market.cooperative, household=market.household, joined_on="2026-01-01")
    place(ready_cart([(market.lotus, 1)]))
    cash = place(ready_cart([(market.mango, 1)], method="cash")).orders[0]
    confirm_order(order_id=cash.pk, actor=market.manager)
    fulfill_order(order_id=cash.pk, actor=market.manager, cash_received=True)
    for end in ("stays", "called off"):
        checkout_id = ready_cart([(market.mango, 1)])
        order = place(checkout_id).orders[0]
        ipn(start(checkout_id))
        deliver_all()
        confirm_order(order_id=order.pk, actor=market.manager)
        if end == "called off":
            cancel_order(order_id=order.pk, actor=market.manager, reason="other")
    _sell_and_pay_out(market)
    _ingest_bank_transactions()
    _pay_directly(market)
    _refund_a_part(market)
    deliver_all()
    _settle()


def _sell_and_pay_out(market: Market) -> None:
    """The household's order, handed over long ago, its money on its way to the bank."""
    checkout_id = ready_cart([(market.lotus, 1)])
    order = place(checkout_id).orders[0]
    ipn(start(checkout_id))
    deliver_all()
    confirm_order(order_id=order.pk, actor=market.household_owner)
    fulfill_order(order_id=order.pk, actor=market.household_owner)
    long_ago = {"fulfilled_at": clock.now() - timedelta(days=60), "arrives_to": date(2026, 1, 2)}
    Order.objects.filter(pk=order.pk).update(arrives_from=date(2026, 1, 2), **long_ago)
    assert release_allocation(order_id=order.pk)
    update_bank(payee_id=market.household.payee_ref, bin="970436", number="0071001234567", holder="LE THI SEN")
    create_payout(payee_id=market.household.payee_ref)


def _ingest_bank_transactions() -> None:
    """A seller paid by VietQR, a transfer of another's that is ignored, and one to the operator that nobody knows."""
    sellers, operators = bank.make_feed(bank.make_account()), bank.make_feed(bank.operators_account())
    bank.reported(sellers, bank.shown(sellers.account).reference)
    bank.reported(sellers, "an sang")
    bank.reported(operators, "quen ghi ma")


def _settle() -> None:
    """VNPay's file of one of the payments, and its transfer."""
    attempt = Attempt.objects.filter(provider="vnpay", status="succeeded").earliest("pk")
    rows = [partners.HEAD, settled.line(attempt.reference, attempt.amount, fee=1_000)]
    file = import_settlement(
        file=io.BytesIO(partners.as_csv(rows)),
        name="vnpay.csv",
        layout_id=settled.vnpay_layout().pk,
        actor=make_officer("operator"),
    )
    net, day = attempt.amount - 1_000, settled.yesterday()
    feed = bank.make_feed(bank.operators_account())
    transfer = bank.reported(feed, "VNPAY QUYET TOAN", net)
    if not recognise_settlement(transfer_id=transfer.pk):  # other days of this world have no file: a person says so
        resolve_as_settlement(
            transfer_id=transfer.pk, settlement=f"{file.pk}:{day}", note="sao kê", actor=make_officer("operator")
        )


def _pay_directly(market: Market) -> None:
    """By VietQR: the seller says that it came, and gives it back; at the stall cash, a slip, a code unscanned."""
    show_account(market.cooperative)
    order = place(ready_cart([(market.mango, 1)], method="vietqr")).orders[0]
    start(order.checkout_id)
    mark_as_paid(order_id=order.pk, actor=market.manager)
    cancel_order(order_id=order.pk, actor=market.manager, reason="other")
    confirm_manual_refund(order_id=order.pk, proof="FT26331000", actor=market.manager)
    for method in ("cash", "vietqr"):
        record_sale(
            seller_id=market.cooperative.pk, amount=50_000, method=method, form_key=uuid4(), actor=market.manager
        )
    wrong = record_sale(
        seller_id=market.cooperative.pk, amount=500_000, method="cash", form_key=uuid4(), actor=market.manager
    )
    void_sale(sale_id=wrong.pk, why="ghi nhầm", actor=market.manager)
    deliver_all()


def _refund_a_part(market: Market) -> None:
    """One of two cartons, of an order paid in cash."""
    order = place(ready_cart([(market.mango, 2)], method="cash")).orders[0]
    confirm_order(order_id=order.pk, actor=market.manager)
    fulfill_order(order_id=order.pk, actor=market.manager, cash_received=True)
    open_return(
        order_id=order.pk, quantities={order.lines.get().pk: 1}, with_delivery=False, reason="damaged", words="",
        form_key=uuid4(), actor=market.manager,
    )  # fmt: skip
    confirm_manual_refund(order_id=order.pk, proof="Bà Hoa nhận lại", actor=market.manager)
    deliver_all()
