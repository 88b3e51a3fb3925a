"""Unmatched transfers into a seller's own account, with the purchases that they may pay."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from cooperatives.models import Seller
from core.identifiers import read_order_code
from orders.models import ChargeStatus, PaymentAllocation, PosSale, PosSaleStatus
from orders.pos.identifiers import read_receipt_code
from payments import sdk


@dataclass(frozen=True)
class Purchase:
    """An order or a POS sale of the seller."""

    intent_id: str
    code: str
    is_pos_sale: bool
    amount: int  # đồng
    status: str  # of the order, or of the sale
    is_paid: bool
    is_refunded: bool  # it is refunded, or its refund is pending
    who: str  # the buyer's name; for a POS sale its note
    at: datetime


@dataclass(frozen=True)
class DoubtfulTransfer:
    """A transfer that a person must look at."""

    transfer: sdk.BankTransfer
    named: Purchase | None  # the purchase whose code the text contains; None if unknown or another seller's
    fitting: list[Purchase]  # those that wait for exactly this amount, or were declared as paid, newest first

    @property
    def missing(self) -> int:
        """How many đồng less than due (negative: more)."""
        return self.named.amount - self.transfer.amount if self.named else 0


def doubtful_transfers(seller: Seller) -> list[DoubtfulTransfer]:
    """The unmatched transfers of the seller, the oldest first (at most 4 statements)."""
    unmatched = sdk.bank_transfers.unmatched(seller.payee_ref)
    payable = sdk.bank_transfers.payable(unmatched, account=seller.payee_ref)
    intents = {intent for candidates in payable.values() for intent in candidates}
    intents |= {each.payment_intent for each in unmatched if each.payment_intent}
    known = _purchases(seller, intents)
    return [
        DoubtfulTransfer(
            each,
            known.get(each.payment_intent or ""),
            [known[intent] for intent in payable.get(each.amount, ()) if intent in known],
        )
        for each in unmatched
    ]


def intent_of_code(seller: Seller, typed: str) -> str | None:
    """The payment of the seller's order or receipt with this number (1 statement)."""
    if receipt := read_receipt_code(typed):
        return PosSale.objects.filter(seller=seller, code=receipt).values_list("intent_id", flat=True).first()
    allocations = PaymentAllocation.objects.filter(order__seller=seller, order__code=read_order_code(typed) or "")
    return allocations.values_list("intent_id", flat=True).first()


def _purchases(seller: Seller, intents: Collection[str]) -> dict[str, Purchase]:
    """The seller's purchases by payment (2 statements if there is a payment)."""
    if not intents:
        return {}
    by_intent = {}
    for allocation in PaymentAllocation.objects.filter(intent_id__in=intents, order__seller=seller).select_related(
        "order"
    ):
        order = allocation.order
        by_intent[allocation.intent_id] = Purchase(
            allocation.intent_id, order.code, False, order.total, order.status, order.paid_at is not None,
            order.charge_status in (ChargeStatus.REFUNDING, ChargeStatus.REFUNDED),
            order.buyer_name, order.created_at,
        )  # fmt: skip
    for sale in PosSale.objects.filter(intent_id__in=intents, seller=seller):
        by_intent[sale.intent_id] = Purchase(
            sale.intent_id, sale.code, True, sale.amount, sale.status, sale.paid_at is not None,
            sale.status == PosSaleStatus.VOIDED, sale.note,
            sale.created_at,
        )  # fmt: skip
    return by_intent
