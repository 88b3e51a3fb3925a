"""Defects in orders, allocations and returns, written past all constraints."""

from datetime import timedelta

from django.db.models import F

from catalog.models import Reservation
from core import clock
from orders.models import Order, OrderLine, PaymentAllocation, PosSale, Return, ReturnLine
from payments.models import (
    JournalEntry,
)
from tests.marketplace.broken import breaks
from tests.marketplace.broken.payments import forget_refunds


@breaks("orders.pos-sales-have-their-money", "a voided POS sale whose money was kept")
def _() -> None:
    PosSale.objects.filter(status="paid", method="cash").update(status="voided", voided_at=clock.now())


@breaks("orders.pos-sales-have-their-money", "a POS sale that nobody paid")
def _() -> None:
    PosSale.objects.filter(status="waiting").update(status="paid", paid_at=clock.now())


@breaks("orders.paid-online-has-money", "an order paid directly, and allocated all the same")
def _() -> None:
    PaymentAllocation.objects.filter(order__payment_method="vietqr").update(transfer_id="tr_nothing")


@breaks("orders.paid-in-cash-has-its-receipt", "a POS sale in cash that no book knows")
def _() -> None:
    PosSale.objects.filter(method="cash", status="paid").update(code="C-0000-0000-00")


@breaks("orders.total-equals-lines", "a line of another price")
def _() -> None:
    OrderLine.objects.update(unit_price=1, total=F("quantity"))


@breaks("orders.total-equals-lines", "an order without lines")
def _() -> None:
    OrderLine.objects.filter(returned=None).delete()


@breaks("orders.shares-equal-payment", "a share of another amount")
def _() -> None:
    PaymentAllocation.objects.update(amount=1)


@breaks("orders.shares-equal-payment", "an online order without a share")
def _() -> None:
    PaymentAllocation.objects.all().delete()


@breaks("orders.shares-equal-payment", "a share of no payment")
def _() -> None:
    PaymentAllocation.objects.update(intent_id="pi_nothing")


@breaks("orders.paid-online-has-money", "an order that says it is paid")
def _() -> None:
    unpaid = Order.objects.filter(payment_method="vnpay", charge_status="NONE")
    unpaid.update(charge_status="FULL", paid_at=clock.now())


@breaks("orders.paid-online-has-money", "money taken for an order that says it is unpaid")
def _() -> None:
    Order.objects.filter(status="UNFULFILLED").update(status="UNCONFIRMED", charge_status="NONE", paid_at=None)


@breaks("orders.paid-online-has-money", "a refund promised and never queued")
def _() -> None:
    PaymentAllocation.objects.exclude(refund_id="").update(refund_id="")
    forget_refunds()


@breaks("orders.paid-online-has-money", "taken on, and nothing allotted to the seller")
def _() -> None:
    PaymentAllocation.objects.filter(order__status="UNFULFILLED").update(transfer_id="")


@breaks("orders.paid-in-cash-has-its-receipt", "a cash order paid without a receipt")
def _() -> None:
    JournalEntry.objects.filter(intent__payment_method_type="cash").update(reference="another")


@breaks("orders.money-waits-for-the-window", "money free while the goods may come back")
def _() -> None:
    PaymentAllocation.objects.filter(released_at__isnull=False).update(released_at=clock.now() - timedelta(days=70))


@breaks("orders.goods-follow-state", "goods of a paid order that are still on the shelf")
def _() -> None:
    Reservation.objects.filter(state="committed").update(state="active")


@breaks("orders.goods-follow-state", "an order that holds nothing")
def _() -> None:
    Reservation.objects.all().delete()


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
