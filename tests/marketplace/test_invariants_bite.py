"""Every invariant of every room can fail: each is broken in a real database, past its guards, and must be reported.

A check that cannot fail is worse than none. Whoever registers an invariant adds here what breaks it.
"""

import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat

from accounts.models import AuditEntry, Membership
from catalog.models import Certificate, Photo, Product, StockHold, StockMovement, Variant
from cooperatives.models import CooperativeMember, Seller
from core import clock, verify
from core.models import Delivery, Event
from indicators import measures
from indicators.models import Fact
from indicators.services.load_definitions import load_definitions
from orders.counter.services.sell import sell
from orders.counter.services.undo_sale import undo_sale
from orders.models import CounterSale, IntentShare, Order, OrderLine, Return, ReturnLine
from orders.returns.services.open_return import open_return
from orders.services.cancel_order import cancel_order
from orders.services.confirm_order import confirm_order
from orders.services.declare_received import declare_received
from orders.services.give_back import give_back
from orders.services.hand_over import hand_over
from orders.services.release_share import release_share
from payments.feeds.services.decide_transfer import decide_transfer
from payments.models import (
    ApiEvent,
    Attempt,
    BalanceTransaction,
    BankNotice,
    BankTransfer,
    LedgerEntry,
    LedgerTransaction,
    Payee,
    PaymentIntent,
    Payout,
    Refund,
    SettlementArrival,
    SettlementLine,
    TaxEntry,
    TaxFiling,
    Transfer,
    TransferReversal,
    WebhookDelivery,
    WebhookEndpoint,
)
from payments.payees.services.update_bank import update_bank
from payments.payouts.services.create_payout import create_payout
from payments.reconcile.services.import_settlement import import_settlement
from places.models import Address, Succession, Unit
from shipping.models import Rate, ShippingMethod
from tests import databases
from tests.events import deliver_all
from tests.factories import make_officer, make_units, make_user
from tests.guards import past_every_guard
from tests.orders.conftest import Market, make_market
from tests.orders.helpers import ipn, place, ready_cart, show_account, start
from tests.payments.feeds import helpers as bank
from tests.payments.reconcile import conftest as settled
from tests.payments.reconcile import files as partners

pytestmark = pytest.mark.django_db

Break = Callable[[], object]
BREAKS: list[tuple[str, str, Break]] = []


def breaks(name: str, how: str) -> Callable[[Break], Break]:
    """Say what breaks the invariant `name`."""

    def register(run: Break) -> Break:
        BREAKS.append((name, how, run))
        return run

    return register


@pytest.fixture(scope="module")
def built(bare_template: str, django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """A database with the world in it for good: each test breaks it in a transaction that is rolled back."""
    with django_db_blocker.unblock(), databases.beside(bare_template):
        _build()
        yield


@pytest.fixture
def world(built: None, db: None) -> None:
    """`built` before `db`, whose transaction begins in it."""


def _build() -> None:
    """Something of everything: paid, allotted, refunded, paid twice, cash, waiting, paid out, transferred."""
    make_units()
    load_definitions()
    market = make_market()
    CooperativeMember.objects.create(cooperative=market.cooperative, household=market.household, joined_on="2026-01-01")
    place(ready_cart([(market.lotus, 1)]))
    cash = place(ready_cart([(market.mango, 1)], method="cash")).orders[0]
    confirm_order(order_id=cash.pk, actor=market.manager)
    hand_over(order_id=cash.pk, actor=market.manager, cash_received=True)
    for end in ("stays", "called off"):
        checkout_id = ready_cart([(market.mango, 1)])
        order = place(checkout_id).orders[0]
        ipn(start(checkout_id))
        deliver_all()
        confirm_order(order_id=order.pk, actor=market.manager)
        if end == "called off":
            cancel_order(order_id=order.pk, actor=market.manager, reason="other")
    _sell_and_pay_out(market)
    _hear_the_bank()
    _pay_straight(market)
    _give_back_a_part(market)
    deliver_all()
    _settle()


def _sell_and_pay_out(market: Market) -> None:
    """The household's order, handed over long ago, its money on its way to the bank."""
    checkout_id = ready_cart([(market.lotus, 1)])
    order = place(checkout_id).orders[0]
    ipn(start(checkout_id))
    deliver_all()
    confirm_order(order_id=order.pk, actor=market.household_owner)
    hand_over(order_id=order.pk, actor=market.household_owner)
    long_ago = {"fulfilled_at": clock.now() - timedelta(days=60), "arrives_to": date(2026, 1, 2)}
    Order.objects.filter(pk=order.pk).update(arrives_from=date(2026, 1, 2), **long_ago)
    assert release_share(order_id=order.pk)
    update_bank(payee_id=market.household.payee_ref, bin="970436", number="0071001234567", holder="LE THI SEN")
    create_payout(payee_id=market.household.payee_ref)


def _hear_the_bank() -> None:
    """A seller paid by VietQR, a transfer of another's that is ignored, and one to the operator that nobody knows."""
    sellers, operators = bank.make_feed(bank.make_account()), bank.make_feed(bank.operators_account())
    bank.told(sellers, bank.shown(sellers.account).reference)
    bank.told(sellers, "an sang")
    bank.told(operators, "quen ghi ma")


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
    transfer = bank.told(feed, "VNPAY QUYET TOAN", net)
    if transfer.state == "question":  # other days of this world have no file: a person says so
        decide_transfer(
            transfer_id=transfer.pk, decision="settlement", settlement=f"{file.pk}:{day}", note="sao kê",
            actor=make_officer("operator"),
        )  # fmt: skip


def _pay_straight(market: Market) -> None:
    """By VietQR: the seller says that it came, and gives it back; at the stall cash, a slip, a code unscanned."""
    show_account(market.cooperative)
    order = place(ready_cart([(market.mango, 1)], method="vietqr")).orders[0]
    start(order.checkout_id)
    declare_received(order_id=order.pk, actor=market.manager)
    cancel_order(order_id=order.pk, actor=market.manager, reason="other")
    give_back(order_id=order.pk, proof="FT26331000", actor=market.manager)
    for method in ("cash", "vietqr"):
        sell(seller_id=market.cooperative.pk, amount=50_000, method=method, form_key=uuid4(), actor=market.manager)
    wrong = sell(seller_id=market.cooperative.pk, amount=500_000, method="cash", form_key=uuid4(), actor=market.manager)
    undo_sale(sale_id=wrong.pk, why="ghi nhầm", actor=market.manager)
    deliver_all()


def _give_back_a_part(market: Market) -> None:
    """One of two cartons, of an order paid in cash."""
    order = place(ready_cart([(market.mango, 2)], method="cash")).orders[0]
    confirm_order(order_id=order.pk, actor=market.manager)
    hand_over(order_id=order.pk, actor=market.manager, cash_received=True)
    open_return(
        order_id=order.pk, quantities={order.lines.get().pk: 1}, with_delivery=False, reason="damaged", words="",
        form_key=uuid4(), actor=market.manager,
    )  # fmt: skip
    give_back(order_id=order.pk, proof="Bà Hoa nhận lại", actor=market.manager)
    deliver_all()


def reported(name: str) -> list[str]:
    return verify._checks[name]().problems


def test_all_is_well_before_anything_is_broken(world) -> None:
    assert [found for found in verify.run_all() if not found["ok"]] == []


def test_every_registered_invariant_is_broken_here() -> None:
    assert {name for name, _how, _run in BREAKS} == set(verify._checks)


@breaks("accounts.roles-fit-their-units", "a provincial official of a commune")
def _() -> None:
    commune = Unit.objects.get(code="30076", valid_to=None)
    Membership.objects.create(user=make_user(), role="province", unit=commune)


@breaks("catalog.held-equals-open-holds", "more held than holds say")
def _() -> None:
    Variant.objects.update(held=F("held") + 1)


@breaks("catalog.held-equals-open-holds", "a hold that vanished")
def _() -> None:
    StockHold.objects.filter(state="held").delete()


@breaks("catalog.stock-equals-movements", "stock out of nowhere")
def _() -> None:
    Variant.objects.update(on_hand=F("on_hand") + 1)


@breaks("catalog.stock-equals-movements", "movements that vanished")
def _() -> None:
    StockMovement.objects.all().delete()


@breaks("catalog.never-oversold", "more held than there is")
def _() -> None:
    Variant.objects.update(on_hand=-1)


@breaks("catalog.sold-equals-taken-holds", "sold without a movement")
def _() -> None:
    StockMovement.objects.filter(reason="sold").delete()


@breaks("catalog.sold-equals-taken-holds", "moved for a holder that holds nothing")
def _() -> None:
    variant = Variant.objects.all()[0]
    StockMovement.objects.create(variant=variant, delta=-1, reason="sold", ref="order:nobody")
    Variant.objects.filter(pk=variant.pk).update(on_hand=F("on_hand") - 1)


@breaks("catalog.search-is-fresh", "a name that search does not know")
def _() -> None:
    Product.objects.update(name="Sầu riêng")


@breaks("catalog.certificates-last-36-months", "a year too long")
def _() -> None:
    Certificate.objects.create(
        product=Product.objects.all()[0], group=1, stars=4, decision_no="1", authority="UBND tỉnh",
        issued_on=date(2026, 1, 1), expires_on=date(2030, 1, 1),
    )  # fmt: skip


@breaks("catalog.photos-have-their-files", "a photo without files")
def _() -> None:
    Photo.objects.create(
        product=Product.objects.all()[0], key="products/nothing", width=320, height=240, widths=[320], colour="#ffffff"
    )


@breaks("cooperatives.sellers-stand-in-their-commune", "a seller moved without its address")
def _() -> None:
    Seller.objects.update(unit=Unit.objects.get(code="30112", valid_to=None))


@breaks("cooperatives.members-are-households", "a member that is an enterprise")
def _() -> None:
    Seller.objects.filter(kind="household").update(kind="enterprise")


@breaks("cooperatives.acted-with-consent", "a deed for a household that never agreed")
def _() -> None:
    household = Seller.objects.get(kind="household")
    AuditEntry.objects.create(
        actor=make_user(), action="stock.count", object_ref="x", on_behalf_of=f"cooperatives.Seller:{household.pk}"
    )


@breaks("core.events-get-through", "a handler that keeps failing")
def _() -> None:
    Delivery.objects.update(done_at=None, attempts=10)


@breaks("indicators.facts-equal-paid-orders", "a sale that no figure counts")
def _() -> None:
    Fact.objects.filter(kind="sale").delete()


@breaks("indicators.facts-equal-paid-orders", "a refund that no figure counts")
def _() -> None:
    Fact.objects.filter(kind="reversal").delete()


@breaks("indicators.facts-equal-paid-orders", "a sale of another sum")
def _() -> None:
    Fact.objects.filter(kind="sale").update(amount=F("amount") + 1)


@breaks("indicators.facts-equal-counter-sales", "a counter sale that no figure counts")
def _() -> None:
    Fact.objects.filter(channel="counter").delete()


@breaks("indicators.facts-equal-counter-sales", "a figure of no counter sale")
def _() -> None:
    CounterSale.objects.filter(method="cash").delete()


@breaks("indicators.facts-equal-counter-sales", "a counter sale of another sum")
def _() -> None:
    CounterSale.objects.update(amount=F("amount") + 1)


@breaks("indicators.facts-equal-counter-sales", "a counter sale undone, and counted all the same")
def _() -> None:
    Fact.objects.filter(channel="counter", kind="reversal").delete()


@breaks("indicators.facts-equal-counter-sales", "a figure taken back, and the sale still stands")
def _() -> None:
    CounterSale.objects.filter(status="undone").update(status="paid", undone_at=None, undone_why="")


@breaks("orders.counter-sales-have-their-money", "a counter sale undone, and its money kept")
def _() -> None:
    CounterSale.objects.filter(status="paid", method="cash").update(status="undone", undone_at=clock.now())


@breaks("orders.counter-sales-have-their-money", "a counter sale that nobody paid")
def _() -> None:
    CounterSale.objects.filter(status="waiting").update(status="paid", paid_at=clock.now())


@breaks("orders.paid-online-has-money", "an order paid straight, and allotted all the same")
def _() -> None:
    IntentShare.objects.filter(order__payment_method="vietqr").update(transfer_id="tr_nothing")


@breaks("orders.paid-in-cash-has-its-receipt", "a counter sale in cash that no book knows")
def _() -> None:
    CounterSale.objects.filter(method="cash", status="paid").update(code="C-0000-0000-00")


@breaks("indicators.each-fact-has-its-event", "a fact without its event")
def _() -> None:
    Event.objects.filter(type="order.paid").delete()


@breaks("indicators.figures-equal-their-rows", "sums that leave a row out")
def _() -> None:
    """Both sides read the same rows, so here it is the sums of SQL that lie (see the patch in the test)."""


@breaks("orders.total-equals-lines", "a line of another price")
def _() -> None:
    OrderLine.objects.update(unit_price=1, total=F("quantity"))


@breaks("orders.total-equals-lines", "an order without lines")
def _() -> None:
    OrderLine.objects.filter(returned=None).delete()


@breaks("orders.shares-equal-payment", "a share of another amount")
def _() -> None:
    IntentShare.objects.update(amount=1)


@breaks("orders.shares-equal-payment", "an online order without a share")
def _() -> None:
    IntentShare.objects.all().delete()


@breaks("orders.shares-equal-payment", "a share of no payment")
def _() -> None:
    IntentShare.objects.update(intent_id="pi_nothing")


@breaks("orders.paid-online-has-money", "an order that says it is paid")
def _() -> None:
    unpaid = Order.objects.filter(payment_method="vnpay", charge_status="NONE")
    unpaid.update(charge_status="FULL", paid_at=clock.now())


@breaks("orders.paid-online-has-money", "money taken for an order that says it is unpaid")
def _() -> None:
    Order.objects.filter(status="UNFULFILLED").update(status="UNCONFIRMED", charge_status="NONE", paid_at=None)


@breaks("orders.paid-online-has-money", "a refund promised and never queued")
def _() -> None:
    IntentShare.objects.exclude(refund_id="").update(refund_id="")
    _forget_refunds()


@breaks("orders.paid-online-has-money", "taken on, and nothing allotted to the seller")
def _() -> None:
    IntentShare.objects.filter(order__status="UNFULFILLED").update(transfer_id="")


@breaks("orders.paid-in-cash-has-its-receipt", "a cash order paid without a receipt")
def _() -> None:
    LedgerTransaction.objects.filter(intent__payment_method_type="cash").update(reference="another")


@breaks("orders.money-waits-for-the-window", "money free while the goods may come back")
def _() -> None:
    IntentShare.objects.filter(released_at__isnull=False).update(released_at=clock.now() - timedelta(days=70))


@breaks("orders.goods-follow-state", "goods of a paid order that are still on the shelf")
def _() -> None:
    StockHold.objects.filter(state="taken").update(state="held")


@breaks("orders.goods-follow-state", "an order that holds nothing")
def _() -> None:
    StockHold.objects.all().delete()


@breaks("orders.returns-within-what-was-paid", "more back than the returns say")
def _() -> None:
    Order.objects.filter(returned_total__gt=0).update(returned_total=F("returned_total") + 1)


@breaks("orders.returns-within-what-was-paid", "more of a line given back than was bought")
def _() -> None:
    ReturnLine.objects.update(quantity=F("quantity") + 2)


@breaks("orders.returns-within-what-was-paid", "money back, and the order says that all of it is kept")
def _() -> None:
    Order.objects.filter(returned_total__gt=0).update(charge_status="FULL")


@breaks("orders.returns-have-their-refunds", "done, and nothing ever queued")
def _() -> None:
    Return.objects.update(number=F("number") + 7)


@breaks("orders.returns-have-their-refunds", "still on its way, and the buyer has it")
def _() -> None:
    Return.objects.update(state="accepted", ended_at=None)


@breaks("orders.returns-have-their-refunds", "goods brought back that are not on the shelf")
def _() -> None:
    Return.objects.update(restocked=True)


@breaks("indicators.facts-equal-paid-orders", "a part given back of another sum")
def _() -> None:
    Fact.objects.filter(kind="partial").update(amount=F("amount") - 1)


@breaks("payments.capture-equals-intent", "a success that never was")
def _() -> None:
    Attempt.objects.filter(status="succeeded").update(status="failed")


@breaks("payments.capture-equals-intent", "an amount that is not what was taken")
def _() -> None:
    PaymentIntent.objects.update(amount=F("amount") + 1)


@breaks("payments.capture-equals-intent", "money taken, and the payment still open")
def _() -> None:
    PaymentIntent.objects.filter(status="succeeded").update(status="requires_action", succeeded_at=None)


@breaks("payments.surplus-goes-back", "a second success that is kept nowhere")
def _() -> None:
    first = Attempt.objects.filter(status="succeeded", provider="vnpay")[0]
    Attempt.objects.create(
        intent_id=first.intent_id, provider="vnpay", reference="second", amount=first.amount, status="surplus",
        expires_at=clock.now(),
    )  # fmt: skip


@breaks("payments.capture-equals-intent", "taken into another account")
def _() -> None:
    transit = LedgerEntry.objects.filter(account__code="refunds_transit")[0].account
    LedgerEntry.objects.filter(transaction__cause="capture", account__code="customer_funds").update(account=transit)


@breaks("payments.ledger-sums-to-zero", "an entry of another amount")
def _() -> None:
    LedgerEntry.objects.filter(amount__gt=0).update(amount=F("amount") + 1)


@breaks("payments.ledger-sums-to-zero", "a movement of nothing")
def _() -> None:
    LedgerTransaction.objects.create(cause="test", cause_ref="empty", livemode=False)


@breaks("payments.modes-and-books-apart", "test money in a live movement")
def _() -> None:
    LedgerTransaction.objects.update(livemode=True)


@breaks("payments.modes-and-books-apart", "the memo book in ours")
def _() -> None:
    memo = LedgerEntry.objects.filter(account__book="memo")[0].account
    LedgerEntry.objects.filter(account__code="customer_funds").update(account=memo)


@breaks("payments.no-more-out-than-in", "more allotted than taken")
def _() -> None:
    LedgerEntry.objects.filter(transaction__cause="transfer", amount__gt=0).update(amount=F("amount") + 1)


@breaks("payments.transfers-equal-ledger", "a transfer of another amount")
def _() -> None:
    Transfer.objects.update(amount=F("amount") + 1)


@breaks("payments.transfers-equal-ledger", "a reversal of another amount")
def _() -> None:
    TransferReversal.objects.update(amount=F("amount") + 1)


@breaks("payments.transfers-equal-ledger", "a movement to a payee, and no transfer that says so")
def _() -> None:
    LedgerTransaction.objects.filter(cause="transfer").update(cause_ref=Concat(F("cause_ref"), Value("x")))


@breaks("payments.reversals-add-up", "two transfers of one payee, wrong by the same sum")
def _() -> None:
    taken_back = Transfer.objects.latest("reversed")
    kept = Transfer.objects.filter(payee=taken_back.payee).earliest("reversed")
    Transfer.objects.filter(pk=kept.pk).update(reversed=taken_back.reversed)
    Transfer.objects.filter(pk=taken_back.pk).update(reversed=kept.reversed)


@breaks("payments.owed-equals-history", "a release that moved nothing")
def _() -> None:
    Transfer.objects.filter(reversed=0, released_at=None).update(released_at=clock.now())


@breaks("payments.payouts-equal-ledger", "a payout that says it was called off")
def _() -> None:
    Payout.objects.update(status="canceled")


@breaks("payments.payouts-have-a-destination", "a payout to no account")
def _() -> None:
    Payout.objects.update(bank_account_no="")


@breaks("payments.payouts-were-covered", "a release that came after its payout")
def _() -> None:
    sent = LedgerTransaction.objects.get(cause="payout")
    late = LedgerTransaction.objects.create(cause="release", cause_ref="late", livemode=sent.livemode)
    LedgerEntry.objects.filter(transaction__cause="release").update(transaction=late)


@breaks("payments.balance-lines-equal-ledger", "a line of a balance too much")
def _() -> None:
    BalanceTransaction.objects.filter(payee=None).update(amount=F("amount") + 1, net=F("net") + 1)


@breaks("payments.balance-lines-equal-ledger", "a payee's lines forgotten")
def _() -> None:
    BalanceTransaction.objects.exclude(payee=None).delete()


@breaks("payments.tax-entries-equal-transfers", "tax withheld of a transfer that no list knows")
def _() -> None:
    Transfer.objects.update(vat=F("vat") + 1)


@breaks("payments.tax-accounts-equal-entries", "tax in the list that no account owes")
def _() -> None:
    transfer = Transfer.objects.first()
    assert transfer
    TaxEntry.objects.create(
        payee=transfer.payee,
        transfer=transfer,
        category="goods",
        base=100,
        vat=1,
        pit=0,
        livemode=False,
        at=clock.now(),
    )


@breaks("payments.tax-back-follows-the-goods", "tax given back that was never withheld")
def _() -> None:
    reversal = TransferReversal.objects.first()
    assert reversal
    TaxEntry.objects.create(
        payee=reversal.transfer.payee, transfer=reversal.transfer, reversal=reversal, category="service", base=-100,
        vat=-5, pit=-2, livemode=False, at=clock.now(),
    )  # fmt: skip


@breaks("payments.tax-back-follows-the-goods", "goods named as given back, and no tax of theirs")
def _() -> None:
    withheld = TaxEntry.objects.filter(reversal=None).first()
    assert withheld
    sold = {"category": withheld.category, "amount": 1_000, "evidence": withheld.evidence}
    TransferReversal.objects.update(transfer=withheld.transfer, sales=[sold])


@breaks("payments.tax-filings-equal-months", "more declared than was sold")
def _() -> None:
    TaxFiling.objects.create(
        month=date(2026, 1, 1), livemode=False, layout="x", revenue=1, vat=0, pit=0, filed_on=date(2026, 2, 3),
        reference="x", filed_by=make_user(),
    )  # fmt: skip


@breaks("payments.settled-attempt-is-a-charge", "paid, and no charge to show for it")
def _() -> None:
    Attempt.objects.filter(status="succeeded").update(charge_id=None)


@breaks("payments.refunds-equal-ledger", "a refund of another amount")
def _() -> None:
    Refund.objects.update(amount=F("amount") + 1)


@breaks("payments.refunds-equal-ledger", "money posted as going back, and no refund to send it")
def _() -> None:
    _forget_refunds()


@breaks("payments.refunds-equal-ledger", "a refund that ended, and no posting of its end")
def _() -> None:
    Refund.objects.update(status="succeeded", phase="done")


def _forget_refunds() -> None:
    TransferReversal.objects.update(refund=None)
    Refund.objects.all().delete()


@breaks("payments.review-has-attempt", "a doubt without a visit")
def _() -> None:
    PaymentIntent.objects.update(review=True)


@breaks("payments.review-has-attempt", "a visit in doubt that nobody is shown")
def _() -> None:
    Attempt.objects.filter(status="succeeded").update(status="review")


def told(endpoint_of: str | None = None, event_of: str | None = None, **changes: object) -> None:
    """A delivery of an event to an endpoint: of the platform, or of a payee."""
    common = {"livemode": False}
    event = ApiEvent.objects.create(id="evt_1", type="charge.succeeded", data={}, payee_id=event_of, **common)
    endpoint = WebhookEndpoint.objects.create(id="we_1", enabled_events=["*"], payee_id=endpoint_of, **common)
    row = {"status": "pending", "next_try_at": clock.now()} | changes
    WebhookDelivery.objects.create(endpoint=endpoint, event=event, **row)


@breaks("payments.transfers-pay-what-they-match", "a matched transfer of another amount")
def _() -> None:
    BankTransfer.objects.filter(state="matched").update(amount=F("amount") + 1)


@breaks("payments.transfers-pay-what-they-match", "told by a feed, and no transfer that paid it")
def _() -> None:
    BankTransfer.objects.filter(state="matched").update(state="ignored")


@breaks("payments.unmatched-lies-in-suspense", "a question that was closed and left in suspense")
def _() -> None:
    BankTransfer.objects.filter(state="question").update(state="decided")


@breaks("payments.unmatched-lies-in-suspense", "held for a transfer that is none")
def _() -> None:
    LedgerTransaction.objects.filter(cause="unmatched").update(cause_ref=Concat(Value("0"), F("cause_ref")))


@breaks("payments.transfers-were-told", "a transfer that nobody told")
def _() -> None:
    BankNotice.objects.filter(transfer__state="ignored").delete()


@breaks("payments.webhooks-tell-their-own", "a payee that hears the platform")
def _() -> None:
    told(endpoint_of=Payee.objects.first().pk)


@breaks("payments.webhooks-tell-their-own", "the platform's own endpoint that hears a payee")
def _() -> None:
    told(event_of=Payee.objects.first().pk)


@breaks("payments.webhooks-tell-their-own", "a payee that hears another")
def _() -> None:
    first, second = Payee.objects.order_by("pk")[:2]
    told(endpoint_of=first.pk, event_of=second.pk)


@breaks("payments.webhooks-tell-their-own", "a connect endpoint that hears the platform")
def _() -> None:
    told()
    WebhookEndpoint.objects.update(connect=True)


@breaks("payments.webhooks-tell-their-own", "live events at a test endpoint")
def _() -> None:
    told()
    ApiEvent.objects.update(livemode=True)


@breaks("payments.webhook-log-adds-up", "a try that is not in the log")
def _() -> None:
    told(tries=1)


@breaks("payments.settlements-equal-ledger", "a line of another fee")
def _() -> None:
    SettlementLine.objects.update(fee=F("fee") + 1)


@breaks("payments.settlements-equal-ledger", "a settlement of no file")
def _() -> None:
    LedgerTransaction.objects.filter(cause="settlement").update(cause_ref="0:2026-01-01")


@breaks("payments.settlements-arrive-once", "a transfer of VNPay that is no day's money")
def _() -> None:
    SettlementArrival.objects.all().delete()


@breaks("payments.settlements-arrive-once", "a day of another sum")
def _() -> None:
    SettlementArrival.objects.update(amount=F("amount") + 1)


@breaks("payments.settlements-arrive-once", "a day's money that nobody decided")
def _() -> None:
    BankTransfer.objects.filter(decision__startswith="settlement:").update(decision="not_ours: x")


@breaks("payments.settled-is-ours", "settled, although it never came")
def _() -> None:
    SettlementLine.objects.update(kind="failed")


@breaks("payments.vnpay-owes-what-is-left", "a payment that was taken back without a word")
def _() -> None:
    Attempt.objects.filter(provider="vnpay", status="succeeded").update(amount=F("amount") + 1)


@breaks("payments.webhook-log-adds-up", "heard, by nobody's word")
def _() -> None:
    told(status="delivered", next_try_at=None, ended_at=clock.now())


@breaks("payments.webhook-log-adds-up", "waiting for ever")
def _() -> None:
    told(next_try_at=None)


@breaks("payments.webhook-log-adds-up", "not sent, and yet it was")
def _() -> None:
    told(tries=1, status="not_sent", next_try_at=None, ended_at=clock.now())
    WebhookDelivery.objects.get().log.create(status_code=500, milliseconds=1)


@breaks("payments.webhooks-off-say-why", "off for no reason")
def _() -> None:
    told()
    WebhookEndpoint.objects.update(is_enabled=False)


@breaks("payments.webhooks-off-say-why", "on with a reason to be off")
def _() -> None:
    told()
    WebhookEndpoint.objects.update(disabled_reason="requested")


@breaks("places.commune-has-province", "a commune in nothing")
def _() -> None:
    Unit.objects.filter(code="30076", valid_to=None).update(parent=None)


@breaks("places.old-commune-has-successor", "an old commune that became nothing")
def _() -> None:
    Succession.objects.all().delete()


@breaks("places.succession-follows-in-time", "a successor that began later")
def _() -> None:
    Unit.objects.filter(code="30076").update(valid_from="2026-01-01")


@breaks("places.code-one-at-a-time", "two units of one code")
def _() -> None:
    Unit.objects.filter(code="30112").update(code="30076", valid_from=date(2025, 7, 2))


@breaks("places.address-in-commune", "an address in a province")
def _() -> None:
    Address.objects.update(unit=Unit.objects.get(code="82"))


@breaks("shipping.verified-sellers-can-send", "no way for the goods to travel")
def _() -> None:
    ShippingMethod.objects.update(is_active=False)


@breaks("shipping.methods-have-their-carrier", "a carrier that nobody knows")
def _() -> None:
    ShippingMethod.objects.filter(carrier="own").update(carrier="drone")


@breaks("shipping.rates-make-sense", "a rate that ends before it begins")
def _() -> None:
    Rate.objects.update(base_weight_g=F("max_weight_g") + 1)


@pytest.mark.parametrize(("name", "run"), [pytest.param(name, run, id=f"{name}: {how}") for name, how, run in BREAKS])
def test_what_is_broken_is_reported(world, monkeypatch, name: str, run: Break) -> None:
    with past_every_guard():
        run()
        if name == "indicators.figures-equal-their-rows":
            facts_of = measures.facts_of
            monkeypatch.setattr(measures, "facts_of", lambda area: facts_of(area).exclude(method="cash"))
        assert reported(name) != []
