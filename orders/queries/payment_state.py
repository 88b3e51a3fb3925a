"""The truth about a checkout's payment at this moment, for one sentence on the buyer's page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import NotFound
from orders.deadlines import next_deadline
from orders.ids import read_uuid
from orders.models import ChargeStatus, Checkout, Order, OrderStatus
from payments import sdk

_GONE_BACK = {ChargeStatus.REFUNDING, ChargeStatus.REFUNDED}


@dataclass(frozen=True)
class PaymentState:
    """What to tell the buyer.

    `kind`: waiting (for the buyer, or for the gateway's word) · paid · partly (some orders paid, others' money goes
    back) · refunding (all of it goes back) · failed (may try again) · expired · canceled · review · cash.
    """

    kind: str
    checkout_id: UUID
    orders: list[Order]  # with their sellers, in seller order
    total: int  # đồng, of all orders
    received: bool  # the money has come; with "waiting", its orders are being settled this moment
    attempted: bool  # the buyer went to the provider at least once
    can_retry: bool  # start_payment would be accepted, goods permitting
    decline_code: str | None  # why the last try failed, in Stripe's names
    decline_message: str | Promise  # the same for the buyer
    expires_at: datetime | None
    intent_id: str | None

    @property
    def is_final(self) -> bool:
        """Nothing will change unless someone acts: the page need not ask again."""
        return self.kind != "waiting"

    @property
    def paid_total(self) -> int:
        return sum(order.total for order in self.orders if order.charge_status == ChargeStatus.FULL)

    @property
    def refund_total(self) -> int:
        return sum(order.total for order in self.orders if order.charge_status in _GONE_BACK)


def payment_state(checkout_id: UUID | str) -> PaymentState:
    """The state of a placed checkout's payment, read now. Raises NotFound where nothing was placed."""
    checkout = Checkout.objects.filter(pk=read_uuid(checkout_id), placed_at__isnull=False).first()
    if checkout is None:
        raise NotFound(_("Không tìm thấy đơn hàng này."))
    orders = list(Order.objects.filter(checkout=checkout).select_related("seller").order_by("seller_id"))
    intent = sdk.payment_intents.retrieve(checkout.intent_id) if checkout.intent_id else None
    kind = _cash_kind(orders) if intent is None else _kind(orders, intent)
    payable = (
        intent is not None
        and intent.status in ("requires_payment_method", "requires_action")
        and intent.expires_at is not None
        and intent.expires_at > clock.now()
    )
    return PaymentState(
        kind=kind,
        checkout_id=checkout.pk,
        orders=orders,
        total=sum(order.total for order in orders),
        received=intent is not None and intent.amount_received > 0,
        attempted=intent is not None and (intent.status != "requires_payment_method" or bool(intent.last_error)),
        can_retry=(kind == "failed" and _may_begin_anew(checkout)) or (kind == "waiting" and payable),
        decline_code=intent.last_error if intent else None,
        decline_message=intent.last_error_message if intent and intent.last_error else "",
        expires_at=intent.expires_at if intent else None,
        intent_id=intent.id if intent else None,
    )


def _may_begin_anew(checkout: Checkout) -> bool:
    return checkout.placed_at is not None and next_deadline(checkout.placed_at, clock.now()) is not None


def _cash_kind(orders: list[Order]) -> str:
    return "canceled" if all(order.status == OrderStatus.CANCELED for order in orders) else "cash"


def _kind(orders: list[Order], intent: sdk.Intent) -> str:
    charges = {ChargeStatus(order.charge_status) for order in orders}
    if charges & _GONE_BACK:
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
