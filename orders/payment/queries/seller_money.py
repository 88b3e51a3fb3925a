"""A seller's balance, now and by month, with its orders."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from cooperatives.models import Seller
from core import clock
from orders.models import OPEN_RETURN, ChargeStatus, Order, PaymentAllocation, Return
from orders.returns.references import order_code_of
from orders.returns.window import return_window_end
from payments import sdk

PAYOUTS = 12  # the number shown; the months list all


@dataclass(frozen=True)
class PendingOrder:
    """The amount of one order that is held until its return window ends."""

    code: str
    amount: int  # đồng
    free_at: datetime | None  # None: not fulfilled yet
    buyer_name: str
    waits_for_return: bool  # a return is open: not released before it has ended


@dataclass(frozen=True)
class SellerFunds:
    """Where the seller's money is now, in đồng."""

    available: int  # available for payout; negative: a debt
    pending: int
    in_transit: int  # sent to the bank, not confirmed yet
    held: list[PendingOrder]  # the earliest release first, unfulfilled orders last
    payouts: list[sdk.Payout]
    account: sdk.Account
    next_payout_on: date | None

    @property
    def debt(self) -> int:
        return max(-self.available, 0)

    @property
    def can_request_payout(self) -> bool:
        """Whether the seller can request a payout: if no schedule creates it."""
        return self.available > 0 and bool(self.account.bank_last4) and self.account.payout_interval == "manual"


@dataclass(frozen=True)
class SellerMonth:
    """A month of the seller's money; `orders` by the reference in its lines."""

    statement: sdk.Statement
    own: list[sdk.OwnMoney]
    orders: dict[str, Order]

    @property
    def own_total(self) -> int:
        return sum(line.amount for line in self.own)


def seller_money(seller: Seller, month: date) -> tuple[SellerFunds, SellerMonth]:
    """The balance now, and a month named by its first day (eight statements, nine with many pending payouts)."""
    payee = seller.payee_ref
    account, balance = sdk.accounts.retrieve(payee), sdk.balances.of(payee)
    pending, statement, own = sdk.statements.on_hold(payee), sdk.statements.month(payee, month), _own(payee, month)
    orders, payouts = _orders(seller, [*pending, *_codes(statement, own)]), sdk.payouts.of(payee, PAYOUTS)
    held = [_held(code, amount, orders) for code, amount in pending.items()]
    funds = SellerFunds(
        available=balance.available,
        pending=balance.pending,
        in_transit=_in_transit(payee, payouts),
        held=sorted(held, key=lambda one: (one.free_at is None, one.free_at or clock.now(), one.code)),
        payouts=payouts,
        account=account,
        next_payout_on=sdk.payouts.next_day(account, clock.today()),
    )
    return funds, SellerMonth(statement, own, orders)


def seller_month(seller: Seller, month: date) -> SellerMonth:
    """The month alone, for its documents (four statements)."""
    statement, own = sdk.statements.month(seller.payee_ref, month), _own(seller.payee_ref, month)
    return SellerMonth(statement, own, _orders(seller, _codes(statement, own)))


def _in_transit(payee: str, payouts: Sequence[sdk.Payout]) -> int:
    """Pending payouts come first: if the list ends with others, it holds all pending ones."""
    in_transit = [payout.amount for payout in payouts if payout.status in ("pending", "in_transit")]
    return sum(in_transit) if len(in_transit) < PAYOUTS else sdk.payouts.in_transit(payee)


def _own(payee: str, month: date) -> list[sdk.OwnMoney]:
    return sdk.statements.own_money(payee, month)


def _codes(statement: sdk.Statement, own: Iterable[sdk.OwnMoney]) -> list[str]:
    return [line.reference for line in statement.lines] + [line.reference for line in own]


def _orders(seller: Seller, codes: Iterable[str]) -> dict[str, Order]:
    named = {code: order_code_of(code) for code in codes}
    open_returns = Return.objects.filter(order=OuterRef("pk"), state__in=OPEN_RETURN)
    rows = Order.objects.annotate(has_return=Exists(open_returns))
    by_code = {order.code: order for order in rows.filter(seller=seller, code__in=set(named.values()))}
    return {code: by_code[own] for code, own in named.items() if own in by_code}


def _held(code: str, amount: int, orders: dict[str, Order]) -> PendingOrder:
    order = orders.get(code)
    if order is None:
        return PendingOrder(code, amount, None, "", waits_for_return=False)
    return PendingOrder(code, amount, return_window_end(order), order.buyer_name, waits_for_return=order.has_return)  # type: ignore[attr-defined]


# Paid and not cancelled: the whole amount, or what returns leave of it.
_MAY_KEEP = (ChargeStatus.FULL, ChargeStatus.PARTLY_REFUNDED)


@dataclass(frozen=True)
class OrderMoney:
    """When the amount of an order is released to the seller; both None before fulfilment."""

    free_at: datetime | None
    released_at: datetime | None


def order_money(order: Order) -> OrderMoney | None:
    """For an order whose money the platform holds or held for the seller, else None (1 statement)."""
    if order.charge_status not in _MAY_KEEP:
        return None
    allocation = PaymentAllocation.objects.filter(order=order).exclude(transfer_id="").first()
    return OrderMoney(return_window_end(order), allocation.released_at) if allocation else None
