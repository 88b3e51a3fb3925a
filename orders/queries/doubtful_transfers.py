"""Transfers into a seller's own account that fitted nothing, with the purchases that they may be meant for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from cooperatives.models import Seller
from core.identifiers import read_order_code
from orders.counter.codes import read_receipt_code
from orders.models import ChargeStatus, CounterSale, CounterStatus, IntentShare
from payments import sdk


@dataclass(frozen=True)
class Purchase:
    """An order, or a sale at the stall, of the seller's own."""

    intent_id: str
    code: str
    is_counter: bool
    amount: int  # đồng
    status: str  # of the order, or of the sale
    is_paid: bool
    gave_back: bool  # its money has gone back to the buyer, or is going
    who: str  # the buyer's name; of a stall what was sold
    at: datetime


@dataclass(frozen=True)
class Doubt:
    """A transfer that a person must look at."""

    transfer: sdk.BankTransfer
    named: Purchase | None  # whose code its words have; None also where that is nobody's, or another seller's
    fitting: list[Purchase]  # that wait for exactly this amount, or were declared received, newest first

    @property
    def missing(self) -> int:
        """How many đồng less than was asked (below zero: more)."""
        return self.named.amount - self.transfer.amount if self.named else 0


def doubtful_transfers(seller: Seller) -> list[Doubt]:
    """What the seller must look at, the oldest first (at most 4 statements)."""
    asked = sdk.bank_transfers.unmatched(seller.payee_ref)
    payable = sdk.bank_transfers.payable(asked, account=seller.payee_ref)
    intents = {intent for found in payable.values() for intent in found}
    intents |= {each.payment_intent for each in asked if each.payment_intent}
    known = _purchases(seller, intents)
    return [
        Doubt(
            each,
            known.get(each.payment_intent or ""),
            [known[intent] for intent in payable.get(each.amount, ()) if intent in known],
        )
        for each in asked
    ]


def intent_of_code(seller: Seller, typed: str) -> str | None:
    """The payment of the seller's order or receipt with this number (1 statement)."""
    if receipt := read_receipt_code(typed):
        return CounterSale.objects.filter(seller=seller, code=receipt).values_list("intent_id", flat=True).first()
    shares = IntentShare.objects.filter(order__seller=seller, order__code=read_order_code(typed) or "")
    return shares.values_list("intent_id", flat=True).first()


def _purchases(seller: Seller, intents: Collection[str]) -> dict[str, Purchase]:
    """By payment, the seller's own (2 statements, where there is a payment)."""
    if not intents:
        return {}
    found = {}
    for share in IntentShare.objects.filter(intent_id__in=intents, order__seller=seller).select_related("order"):
        order = share.order
        found[share.intent_id] = Purchase(
            share.intent_id, order.code, False, order.total, order.status, order.paid_at is not None,
            order.charge_status in (ChargeStatus.REFUNDING, ChargeStatus.REFUNDED),
            order.buyer_name, order.created_at,
        )  # fmt: skip
    for sale in CounterSale.objects.filter(intent_id__in=intents, seller=seller):
        found[sale.intent_id] = Purchase(
            sale.intent_id, sale.code, True, sale.amount, sale.status, sale.paid_at is not None,
            sale.status == CounterStatus.UNDONE, sale.note,
            sale.created_at,
        )  # fmt: skip
    return found
