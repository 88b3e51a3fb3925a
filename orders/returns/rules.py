"""Whether a return may be asked for or given now, in words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import clock
from core.cleaning import clean_line
from core.errors import DomainError
from orders.models import AskedBy, ChargeStatus, Order, OrderStatus, Return, ReturnReason
from orders.returns.window import money_free_at
from orders.services.move_order import MoveName, can_move, why_not

BUYER_TRIES = 3  # of one order; then people talk
LONGEST_WORDS = 300


def why_not_returned(order: Order, returns: Iterable[Return]) -> str | Promise | None:
    """Why nothing of the order can be given back now; None where something can. `returns` are the order's own."""
    if order.status != OrderStatus.FULFILLED:
        if order.status in (OrderStatus.CANCELED, OrderStatus.EXPIRED):
            return why_not(order)
        return _("Đơn này chưa giao: hãy hủy đơn thay vì trả hàng.")
    if order.charge_status == ChargeStatus.REFUNDED:
        return _("Tiền của đơn này đã hoàn hết.")
    if any(one.is_open for one in returns):
        return _("Đơn này đang có một đề nghị hoàn tiền chưa xong.")
    return None if can_move(order, MoveName.RETURN) else why_not(order)


def why_not_asked(order: Order, returns: Iterable[Return]) -> str | Promise | None:
    """The same for the buyer, who has a time to ask and so many tries."""
    returns = list(returns)
    if why := why_not_returned(order, returns):
        return why
    ends = money_free_at(order)
    if ends is None or ends <= clock.now():
        return _("Đã hết hạn đổi trả của đơn này. Vui lòng gọi người bán, hoặc gửi khiếu nại cho bên vận hành.")
    if sum(one.asked_by == AskedBy.BUYER for one in returns) >= BUYER_TRIES:
        return _("Bạn đã đề nghị %(tries)d lần cho đơn này. Vui lòng gửi khiếu nại cho bên vận hành.") % {
            "tries": BUYER_TRIES
        }
    return None


def check_reason(reason: str) -> None:
    """Raise DomainError REASON_REQUIRED for what is no ReturnReason."""
    if reason not in ReturnReason.values:
        raise DomainError(_("Vui lòng chọn lý do."), code="REASON_REQUIRED", field="reason")


def said(words: str) -> str:
    """A person's words on one line, as long as they are kept."""
    return clean_line(words)[:LONGEST_WORDS]
