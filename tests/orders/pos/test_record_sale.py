"""POS sales: cash at once, a transfer when it arrives or the seller confirms it; repeated requests have one effect."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from accounts.models import AuditEntry
from core import clock
from core.errors import Forbidden
from core.models import Event
from indicators.models import Fact
from orders.models import PosSale
from orders.pos.identifiers import read_receipt_code
from orders.pos.queries import counted_sale, receipt, sales_of_day
from orders.pos.services.cancel_sale import cancel_sale
from orders.pos.services.mark_sale_as_paid import mark_sale_as_paid
from orders.pos.services.record_sale import MAX_AMOUNT, WAITS, record_sale
from payments import sdk
from payments.intents.services.close_overdue import close_overdue
from payments.intents.services.complete_attempt import complete_attempt
from payments.providers.results import AttemptResult, Outcome
from tests.factories import make_user
from tests.orders.helpers import refusal, show_account


def make(market, amount: int = 50_000, method: str = "cash", **more: object) -> PosSale:
    arguments = {"seller_id": market.cooperative.pk, "actor": market.manager, "form_key": uuid4()}
    return record_sale(amount=amount, method=method, **arguments | more)


def transfer_comes(sale: PosSale) -> None:
    reference = sdk.payment_intents.retrieve(sale.intent_id).transfer_code
    complete_attempt(reference=reference, result=AttemptResult(Outcome.SUCCEEDED), confirmed_by="sepay")


def reread(sale: PosSale) -> PosSale:
    return PosSale.objects.get(pk=sale.pk)


def test_cash_sale_is_paid_at_once(market, run_events) -> None:
    sale = make(market, note="  3 kg  xoài ")
    run_events()

    assert (sale.status, sale.note, sale.recorded_by, sale.paid_declared) == (
        "paid",
        "3 kg xoài",
        market.manager,
        False,
    )
    line = sdk.statements.of(market.cooperative.payee_ref)[0]
    assert (line.type, line.amount, line.reference) == ("cash", 50_000, sale.code)
    fact = Fact.objects.get()
    assert (fact.order_ref, fact.channel, fact.method, fact.cashless, fact.amount) == (
        sale.code, "pos", "cash", False, 50_000,
    )  # fmt: skip
    assert receipt(sale.code.lower()) == sale


def test_transfer_is_paid_by_the_bank_feed(market, run_events) -> None:
    show_account(market.cooperative, feed="sepay")
    sale = make(market, 120_000, "vietqr")
    intent = sdk.payment_intents.retrieve(sale.intent_id)
    assert (sale.status, intent.amount, intent.transfer_group) == ("waiting", 120_000, "")
    assert (receipt(sale.code), counted_sale(str(sale.pk)), Fact.objects.count()) == (None, None, 0)

    transfer_comes(sale)
    run_events()

    assert (reread(sale).status, reread(sale).paid_declared) == ("paid", False)
    assert Fact.objects.values_list("channel", "cashless", "declared", "amount").get() == (
        "pos", True, False, 120_000,
    )  # fmt: skip


def test_declared_payment_is_marked_as_declared(market, run_events) -> None:
    show_account(market.cooperative)
    sale = make(market, 120_000, "vietqr")

    assert mark_sale_as_paid(sale_id=sale.pk, actor=market.manager).paid_declared
    mark_sale_as_paid(sale_id=sale.pk, actor=market.manager)
    run_events()

    assert Event.objects.filter(type="pos_sale.paid").count() == 1
    assert Fact.objects.get().declared


def test_repeated_form_records_one_sale_and_another_amount_another_sale(market) -> None:
    form = uuid4()

    first, again, other = (make(market, amount, form_key=form) for amount in (50_000, 50_000, 60_000))

    assert (first, other == first) == (again, False)
    assert PosSale.objects.count() == 2


def test_vietqr_sale_without_an_account_is_refused(market) -> None:
    error = refusal(make, market=market, method="vietqr")

    assert error.code == "VIETQR_NO_ACCOUNT"
    assert not PosSale.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": -5}, "amount"),
        ({"amount": MAX_AMOUNT + 1}, "amount"),
        ({"method": "vnpay"}, "method"),
        ({"note": "x" * 121}, "note"),
    ],
)
def test_invalid_sale_is_refused_under_its_field(market, arguments: dict, field: str) -> None:
    assert refusal(make, market=market, **arguments).field == field
    assert not PosSale.objects.exists()


def test_waiting_sale_is_canceled_with_its_payment(market, run_events) -> None:
    show_account(market.cooperative)
    sale = make(market, method="vietqr")

    cancel_sale(sale_id=sale.pk, actor=market.manager)
    cancel_sale(sale_id=sale.pk, actor=market.manager)
    run_events()

    assert reread(sale).status == "canceled"
    assert sdk.payment_intents.retrieve(sale.intent_id).status == "canceled"
    assert refusal(mark_sale_as_paid, sale_id=sale.pk, actor=market.manager).code == "INVALID_MOVE"
    assert not Fact.objects.exists()


def test_paid_sale_cannot_be_canceled(market) -> None:
    sale = make(market)

    assert refusal(cancel_sale, sale_id=sale.pk, actor=market.manager).code == "ALREADY_PAID"
    assert reread(sale).status == "paid"


def test_unpaid_sale_is_canceled_after_its_deadline(market, run_events) -> None:
    show_account(market.cooperative)
    sale = make(market, method="vietqr")

    with time_machine.travel(clock.now() + WAITS + timedelta(minutes=16)):
        close_overdue(intent_id=sale.intent_id)
        run_events()

    assert reread(sale).status == "canceled"


def test_users_without_rights_are_refused(market) -> None:
    with pytest.raises(Forbidden):
        make(market, actor=make_user())
    sale = make(market)
    with pytest.raises(Forbidden):
        cancel_sale(sale_id=sale.pk, actor=make_user())
    assert [entry.action for entry in AuditEntry.objects.filter(action__startswith="pos_sale")] == ["pos_sale.record"]


def test_day_list_has_its_totals_in_two_statements(market, django_assert_num_queries) -> None:
    show_account(market.cooperative)
    with time_machine.travel(clock.now() - timedelta(days=1)):
        make(market, 1_000)
    make(market, 50_000)
    waiting = make(market, 30_000, "vietqr")
    paid = make(market, 20_000, "vietqr")
    mark_sale_as_paid(sale_id=paid.pk, actor=market.manager)

    with django_assert_num_queries(2):
        day = sales_of_day(market.cooperative)

    assert (day.count, day.total, day.by_transfer, day.in_cash, day.waiting) == (2, 70_000, 20_000, 50_000, 1)
    assert [sale.pk for sale in day.sales[:2]] == [paid.pk, waiting.pk]
    assert sales_of_day(market.household).sales == []


@pytest.mark.parametrize("typed", ["", "7K2P-9DXM-4H", "C-7K2P", "C-7K2P-9DXM-4H-AA", "C-\x00"])
def test_invalid_receipt_code_is_none(typed: str) -> None:
    assert read_receipt_code(typed) is None


def test_receipt_code_is_read_in_any_spelling() -> None:
    assert read_receipt_code(" c-7k2p9dxm4h ") == "C-7K2P-9DXM-4H"
