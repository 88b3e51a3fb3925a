"""Start the payment of a placed checkout, or start it again after a failure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.stock.services.extend_reservation import extend_reservation
from core import clock
from core.errors import DomainError, NotFound
from orders.checkout.line_validation import insufficient_stock
from orders.checkout.payment_requests import payment_groups
from orders.deadlines import next_deadline
from orders.identifiers import holder_ref, read_uuid
from orders.locks import lock_orders_of_checkout
from orders.models import ChargeStatus, Checkout, Order, OrderLine, OrderStatus
from orders.transitions import transition_refusal
from payments import sdk


def start_payment(*, checkout_id: UUID | str, ip: str, return_url: str = "", locale: str = "vn") -> str | None:
    """The provider's URL to which the buyer is redirected; None for VietQR, whose codes are shown on our own page.

    `return_url`: where the provider sends the buyer back; "" its own return address.

    After a failed payment the goods are reserved again, all or none, with a new deadline, at most for one hour after
    placing (deadlines.py). With VietQR every payment that is still due is started. Raises DomainError
    INSUFFICIENT_STOCK, PAYMENT_NOT_DUE (cash, paid, cancelled, in review, tried for too long), what payments itself
    refuses, or NotFound.
    """
    with transaction.atomic():
        orders = lock_orders_of_checkout(read_uuid(checkout_id))
        if not orders:
            raise NotFound(_("Không tìm thấy đơn hàng này."))
        payments = payment_groups(orders)
        if not payments:
            raise DomainError(_("Đơn này trả tiền mặt khi nhận hàng."), code="PAYMENT_NOT_DUE")
        due = [group for group in payments if all(map(_is_due, group))]
        if not due:
            raise _not_due(orders)
        started = {group[0].allocation.intent_id: group for group in due}
        _extend_failed(orders[0].checkout, started)
        payments_started = [
            sdk.payment_intents.confirm(
                intent_id,
                return_url=return_url,
                ip=ip,
                locale=locale,
                idempotency_key=None,
            )
            for intent_id in started
        ]
        return payments_started[0].redirect_url or None


def _extend_failed(checkout: Checkout, started: Mapping[str, Sequence[Order]]) -> None:
    """Reserve the goods of failed payments again, then extend their deadlines: catalog first, then payments."""
    intents = sdk.payment_intents.retrieve_many(started)
    failed = [pk for pk, i in intents.items() if i.status == "requires_payment_method" and i.last_error]
    if not failed:
        return
    deadline = _deadline(checkout)
    for pk in failed:
        for order in started[pk]:
            _hold_again(order, started[pk], deadline)
    for pk in failed:
        sdk.payment_intents.extend(pk, deadline)


def _deadline(checkout: Checkout) -> datetime:
    deadline = next_deadline(checkout.placed_at, clock.now()) if checkout.placed_at else None
    if deadline is None:
        message = _("Đơn này đã hết thời gian trả tiền, hàng không giữ thêm được. Bạn chưa bị trừ tiền; mời đặt lại.")
        raise DomainError(message, code="PAYMENT_NOT_DUE")
    return deadline


def _is_due(order: Order) -> bool:
    unpaid = order.status == OrderStatus.UNCONFIRMED and order.charge_status == ChargeStatus.NONE
    return unpaid and not order.needs_review


def _not_due(orders: Sequence[Order]) -> DomainError:
    """The refusal, with the reason of the first order concerned."""
    order = next(order for order in orders if not _is_due(order))
    if order.charge_status != ChargeStatus.NONE and order.status != OrderStatus.CANCELED:
        return DomainError(_("Đơn này đã được thanh toán."), code="PAYMENT_NOT_DUE")
    return DomainError(transition_refusal(order), code="PAYMENT_NOT_DUE")


def _hold_again(order: Order, orders: Sequence[Order], deadline: datetime) -> None:
    try:
        extend_reservation(holder_ref=holder_ref(order), expires_at=deadline)
    except DomainError as error:
        if error.code != "INSUFFICIENT_STOCK":
            raise
        lines = OrderLine.objects.filter(order__in=orders)
        names = {line.variant_id: f"{line.product_name}, {line.variant_name}".rstrip(", ") for line in lines}
        raise insufficient_stock(names, error.params["variants"]) from error
