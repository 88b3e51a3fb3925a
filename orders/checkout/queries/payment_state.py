"""The state of a checkout's payment now, as the buyer's page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import NotFound
from orders.deadlines import next_deadline
from orders.identifiers import read_uuid
from orders.models import PAID_AHEAD, ChargeStatus, Checkout, Order, OrderStatus
from orders.payment_methods import TRANSFERRED_TO_SELLER
from payments import sdk

_REFUND_CHARGES = {ChargeStatus.REFUNDING, ChargeStatus.REFUNDED}


@dataclass(frozen=True)
class CheckoutPayment:
    """One payment of a checkout: all of it by VNPay, one seller's by VietQR. `kind` as PaymentState's."""

    kind: str
    orders: list[Order]
    intent: sdk.Intent
    is_automatic: bool  # its money is reported automatically, by VNPay or by a feed of the seller's bank

    @property
    def total(self) -> int:
        return sum(order.total for order in self.orders)

    @property
    def picture_url(self) -> str:
        """The QR as a picture that banks' applications open from a phone's album."""
        return self.intent.qr_svg_url.replace(".svg", ".png", 1)

    @property
    def is_started(self) -> bool:
        """The buyer went to the provider, or was shown where to pay."""
        return self.intent.status != "requires_payment_method" or bool(self.intent.last_error)


@dataclass(frozen=True)
class PaymentState:
    """What the buyer is shown.

    `kind`: waiting (for the buyer or the gateway) · paid · partly (some orders paid, others not, or their money goes
    back) · refunding (all of it goes back) · failed (may try again) · expired · canceled · review · cash.
    """

    kind: str
    method: str  # PaymentMethod
    checkout_id: UUID
    parts: list[CheckoutPayment]  # the payments, in seller order; none for cash
    orders: list[Order]  # with their sellers, in seller order
    total: int  # đồng, of all orders
    received: bool  # the money has arrived; with "waiting", its orders are being updated now
    attempted: bool  # the buyer went to the provider at least once
    can_retry: bool  # start_payment would be accepted, goods permitting
    decline_code: str | None  # why the last attempt failed, as Stripe's code
    decline_message: str | Promise  # the same as a message for the buyer
    expires_at: datetime | None  # the earliest deadline of the payments that still wait

    @property
    def is_final(self) -> bool:
        """The state is final: the page does not poll any more."""
        return self.kind != "waiting"

    @property
    def paid_total(self) -> int:
        return sum(order.total for order in self.orders if _charge(order) == ChargeStatus.FULL)

    @property
    def due_total(self) -> int:
        """Đồng of what still waits for the buyer's money."""
        return sum(part.total for part in self.parts if part.kind in ("waiting", "failed"))

    @property
    def qr_pending(self) -> bool:
        """A QR is being created. It takes one or two seconds."""
        return any(part.kind == "waiting" and part.intent.qr_pending for part in self.parts)

    @property
    def paid_count(self) -> int:
        return sum(part.kind == "paid" for part in self.parts)

    @property
    def needs_start(self) -> bool:
        """A payment that is still due was never started: the connection dropped between placing and paying."""
        not_started = (part.kind == "failed" or (part.kind == "waiting" and not part.is_started) for part in self.parts)
        return self.can_retry and any(not_started)

    @property
    def refund_total(self) -> int:
        return sum(order.total for order in self.orders if _charge(order) in _REFUND_CHARGES)


def payment_state(checkout_id: UUID | str) -> PaymentState:
    """The state of a placed checkout's payment, read now. Raises NotFound where nothing was placed."""
    checkout = Checkout.objects.filter(pk=read_uuid(checkout_id), placed_at__isnull=False).first()
    if checkout is None:
        raise NotFound(_("Không tìm thấy đơn hàng này."))
    orders = list(Order.objects.filter(checkout=checkout).select_related("seller", "allocation").order_by("seller_id"))
    parts = _parts(orders)
    kind = _whole(parts) if parts else _cash_kind(orders)
    waiting = [part.intent for part in parts if part.kind == "waiting"]
    failed = [part.intent for part in parts if part.kind == "failed"]
    payable = any(map(_is_payable, waiting))
    error = failed[0] if failed else None
    return PaymentState(
        kind=kind,
        method=orders[0].payment_method,
        checkout_id=checkout.pk,
        parts=parts,
        orders=orders,
        total=sum(order.total for order in orders),
        received=any(part.intent.amount_received > 0 for part in parts),
        attempted=any(part.is_started for part in parts),
        can_retry=(bool(failed) and _has_time_left(checkout)) or payable,
        decline_code=error.last_error if error else None,
        decline_message=error.last_error_message if error else "",
        expires_at=min((i.expires_at for i in waiting or failed if i.expires_at), default=None),
    )


def _is_payable(intent: sdk.Intent) -> bool:
    in_time = intent.expires_at is not None and intent.expires_at > clock.now()
    return in_time and intent.status in ("requires_payment_method", "requires_action")


def _parts(orders: list[Order]) -> list[CheckoutPayment]:
    shared: dict[str, list[Order]] = {}
    for order in orders:
        if order.payment_method in PAID_AHEAD:
            shared.setdefault(order.allocation.intent_id, []).append(order)
    intents = sdk.payment_intents.retrieve_many(shared) if shared else {}
    direct_payees = [order.seller.payee_ref for order in orders if order.payment_method in TRANSFERRED_TO_SELLER]
    banks = sdk.bank_accounts.of_many(direct_payees) if direct_payees else {}
    return [
        CheckoutPayment(_kind(group, intents[pk]), group, intents[pk], _is_automatic(group[0], intents[pk], banks))
        for pk, group in shared.items()
    ]


def _is_automatic(order: Order, intent: sdk.Intent, banks: Mapping[str, sdk.BankAccount]) -> bool:
    if order.payment_method not in TRANSFERRED_TO_SELLER:
        return True
    if intent.qr_failed:
        return False
    bank = banks.get(order.seller.payee_ref)
    return bank is not None and bank.has_feed


def _whole(parts: list[CheckoutPayment]) -> str:
    """One state for several payments: that of a payment which still changes, else the combined result."""
    kinds = {part.kind for part in parts}
    for open_kind in ("waiting", "failed", "review"):
        if open_kind in kinds:
            return open_kind
    if len(kinds) == 1:
        return kinds.pop()
    if kinds <= {"expired", "canceled"}:
        return "canceled"
    return "partly" if kinds & {"paid", "partly"} else "refunding"


def _has_time_left(checkout: Checkout) -> bool:
    return checkout.placed_at is not None and next_deadline(checkout.placed_at, clock.now()) is not None


def _cash_kind(orders: list[Order]) -> str:
    return "canceled" if all(order.status == OrderStatus.CANCELED for order in orders) else "cash"


def _charge(order: Order) -> ChargeStatus:
    """A fulfilled order counts as paid. A later refund is shown with the order, not with the payment."""
    return ChargeStatus.FULL if order.status == OrderStatus.FULFILLED else ChargeStatus(order.charge_status)


def _kind(orders: list[Order], intent: sdk.Intent) -> str:
    charges = {_charge(order) for order in orders}
    if charges & _REFUND_CHARGES:
        return "partly" if ChargeStatus.FULL in charges else "refunding"
    if ChargeStatus.FULL in charges:
        return "paid"
    if intent.review or any(order.needs_review for order in orders):
        return "review"
    if intent.status == "canceled":
        if intent.amount_received:
            return "refunding"
        withdrawn = any(order.status == OrderStatus.CANCELED for order in orders)
        return "canceled" if withdrawn else "expired"
    if intent.status == "requires_payment_method" and intent.last_error:
        return "failed"
    return "waiting"
