"""Reads of orders for every sub-room: who may see which, orders placed together, the sale as figures count it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import Person, is_operator
from cooperatives.queries import acting_sellers
from orders.models import PAID_AHEAD, PAID_IN_CASH, ChargeStatus, Order, OrderStatus
from orders.payment_methods import COLLECTED_BY_PLATFORM, TRANSFERRED_TO_SELLER

# A seller does not see an order that waits for a payment through the platform: the buyer may never pay. An order that
# waits for a transfer into the seller's own account is visible to the seller until it expires.
_UNPAID, _EXPIRED = Q(charge_status=ChargeStatus.NONE), Q(status=OrderStatus.EXPIRED)
HIDDEN_FROM_SELLERS = Q(payment_method__in=COLLECTED_BY_PLATFORM) & (_UNPAID | _EXPIRED) | (
    Q(payment_method__in=TRANSFERRED_TO_SELLER) & _UNPAID & _EXPIRED
)

# An order of an unproven buyer whose goods are held: neither confirmed by a call nor accepted by the seller.
OPEN_UNPROVEN = Q(prove_by__isnull=False, status=OrderStatus.UNCONFIRMED, payment_method__in=PAID_IN_CASH)


def orders_visible_to(user: Person) -> QuerySet[Order]:
    """The buyer's own orders, those of the sellers for whom the user may act, and all orders for the operator.

    HIDDEN_FROM_SELLERS are left out for sellers. Officials see figures, never a buyer's name: they have no orders here.
    """
    if not isinstance(user, User) or not user.is_active:
        return Order.objects.none()
    if is_operator(user):
        return Order.objects.all()
    of_sellers = Q(seller__in=acting_sellers(user).order_by().values("pk")) & ~HIDDEN_FROM_SELLERS
    return Order.objects.filter(Q(user=user) | of_sellers)


def orders_of_checkout(checkout_id: UUID) -> list[Order]:
    """The orders of a checkout in seller order (one statement); none if it was not placed."""
    return list(Order.objects.filter(checkout_id=checkout_id).order_by("seller_id"))


def orders_awaiting_payment(codes: Collection[str], user_id: int | None) -> list[Order]:
    """Orders with these codes, or of the user, that wait for a payment; the latest first (one statement)."""
    unpaid = Order.objects.filter(
        payment_method__in=PAID_AHEAD,
        status=OrderStatus.UNCONFIRMED,
        charge_status=ChargeStatus.NONE,
        needs_review=False,
    )
    owner = Q(code__in=codes) if user_id is None else Q(code__in=codes) | Q(user_id=user_id)
    return list(unpaid.filter(owner).order_by("-created_at", "seller_id"))


def orders_paid_by(intent_id: str) -> list[Order]:
    """The orders of a payment in seller order (one statement); none if the payment is not one of orders."""
    return list(Order.objects.filter(allocation__intent_id=intent_id).order_by("seller_id"))


@dataclass(frozen=True)
class Sale:
    """A paid order or a sale at a stall as figures count it, without its buyer."""

    ref: str  # the order's code, or the receipt's number
    seller_id: int
    method: str  # PaymentMethod or PosMethod
    total: int  # đồng, delivery and tax included
    paid_at: datetime
    is_declared: bool  # the payment was confirmed by the seller only
    is_sample: bool


@dataclass(frozen=True)
class CompletedRefund:
    """A completed refund without personal data: of a return, or of a whole cancelled order."""

    order_code: str
    amount: int  # đồng
    is_last: bool  # the order is refunded in full
    at: datetime


def completed_refund(order_id: str) -> CompletedRefund | None:
    """The refund of a cancelled order; None if the order is unknown or its refund is not complete (one statement)."""
    rows = Order.objects.filter(pk=order_id, charge_status=ChargeStatus.REFUNDED, refunded_at__isnull=False)
    order = rows.exclude(status=OrderStatus.FULFILLED).first()
    if order is None or order.refunded_at is None:
        return None
    return CompletedRefund(order.code, order.total, is_last=True, at=order.refunded_at)


def sale_of(order_id: str) -> Sale | None:
    """The sale of an order; None if the order is unknown or was never paid (one statement)."""
    fields = ("code", "seller_id", "payment_method", "total", "paid_at", "paid_declared", "is_sample")
    row = Order.objects.filter(pk=order_id, paid_at__isnull=False).values_list(*fields).first()
    return None if row is None else Sale(*row)
