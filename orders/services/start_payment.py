"""Send a buyer to pay, for the first time or again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.services.renew_hold import renew_hold
from core import clock
from core.codes import new_id
from core.errors import DomainError, NotFound
from orders.deadlines import next_deadline
from orders.holders import holder_ref
from orders.ids import read_uuid
from orders.locks import lock_orders_of_checkout
from orders.models import ChargeStatus, Checkout, Order, OrderLine, OrderStatus
from orders.services.move_order import why_not
from orders.shelf import shortage
from payments import sdk


def start_payment(*, checkout_id: UUID | str, return_url: str, ip: str, locale: str = "vn") -> str:
    """The provider's address to which the buyer goes now.

    After a failed payment the goods are held again, all or none, with a new deadline, for an hour after placing at most
    (deadlines.py). Raises DomainError INSUFFICIENT_STOCK, PAYMENT_NOT_DUE (cash, paid, cancelled, in review, tried for
    too long), what payments itself refuses, or NotFound.
    """
    with transaction.atomic():
        checkout = Checkout.objects.filter(pk=read_uuid(checkout_id)).first()
        if checkout is None or checkout.placed_at is None:
            raise NotFound(_("Không tìm thấy đơn hàng này."))
        if not checkout.intent_id:
            raise DomainError(_("Đơn này trả tiền mặt khi đến nhận hàng."), code="PAYMENT_NOT_DUE")
        orders = lock_orders_of_checkout(checkout.pk)
        for order in orders:
            _refuse_unless_due(order)
        intent = sdk.payment_intents.retrieve(checkout.intent_id)
        if intent.status == "requires_payment_method" and intent.last_error:
            deadline = _deadline(checkout)
            for order in orders:
                _hold_again(order, orders, deadline)
            sdk.payment_intents.extend(intent.id, deadline)
        going = sdk.payment_intents.confirm(
            intent.id,
            return_url=return_url,
            ip=ip,
            locale=locale,
            order_info="Thanh toan don hang " + " ".join(order.code for order in orders),
            idempotency_key=new_id("start"),
        )
        if going.redirect_url is None:
            raise AssertionError("an online payment has an address to go to")
        return going.redirect_url


def _deadline(checkout: Checkout) -> datetime:
    deadline = next_deadline(checkout.placed_at, clock.now()) if checkout.placed_at else None
    if deadline is None:
        message = _("Đơn này đã hết thời gian trả tiền, hàng không giữ thêm được. Bạn chưa bị trừ tiền; mời đặt lại.")
        raise DomainError(message, code="PAYMENT_NOT_DUE")
    return deadline


def _refuse_unless_due(order: Order) -> None:
    if order.charge_status != ChargeStatus.NONE and order.status != OrderStatus.CANCELED:
        raise DomainError(_("Đơn này đã được thanh toán."), code="PAYMENT_NOT_DUE")
    if order.status != OrderStatus.UNCONFIRMED or order.needs_review:
        raise DomainError(why_not(order), code="PAYMENT_NOT_DUE")


def _hold_again(order: Order, orders: Sequence[Order], deadline: datetime) -> None:
    try:
        renew_hold(holder_ref=holder_ref(order), expires_at=deadline)
    except DomainError as error:
        if error.code != "INSUFFICIENT_STOCK":
            raise
        lines = OrderLine.objects.filter(order__in=orders)
        names = {line.variant_id: f"{line.product_name}, {line.variant_name}".rstrip(", ") for line in lines}
        raise shortage(names, error.params["variants"]) from error
