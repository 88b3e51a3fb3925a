"""What is owed to a seller, and from which orders."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cooperatives.models import Seller
from orders.models import Order
from payments import sdk

WORDS: dict[str, str | Promise] = {
    "transfer": _("Tiền đơn hàng"),
    "transfer_reversal": _("Hoàn lại cho người mua"),
    "cash": _("Tiền mặt đã nhận trực tiếp"),
}


@dataclass(frozen=True)
class OwedLine:
    """One movement of the seller's money."""

    at: datetime
    type: str  # payments' name: "transfer", "transfer_reversal", "cash"
    words: str | Promise
    amount: int  # đồng; below zero where it goes back to a buyer
    order_code: str | None  # None where it belongs to no order
    buyer_name: str


@dataclass(frozen=True)
class Owed:
    """What the operator owes the seller: `pending` until the return window ends, then `available` to be paid out."""

    pending: int  # đồng
    available: int  # đồng; below zero: the seller's debt
    lines: list[OwedLine]  # latest first; those of type "cash" are the seller's own already and not owed

    @property
    def total(self) -> int:
        return self.pending + self.available


def owed(seller: Seller, limit: int = 100) -> Owed:
    """The seller's balance and its latest movements with their orders (three statements)."""
    balance = sdk.balances.of(seller.payee_ref)
    movements = sdk.statements.of(seller.payee_ref, limit)
    codes = {line.reference for line in movements}
    buyers = dict(Order.objects.filter(seller=seller, code__in=codes).values_list("code", "buyer_name"))
    return Owed(
        pending=balance.pending,
        available=balance.available,
        lines=[
            OwedLine(
                at=line.created,
                type=line.type,
                words=WORDS.get(line.type, line.type),
                amount=line.amount,
                order_code=line.reference if line.reference in buyers else None,
                buyer_name=buyers.get(line.reference, ""),
            )
            for line in movements
        ],
    )
