"""Whether a return may be requested or offered now."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import clock
from core.cleaning import clean_line
from core.errors import DomainError
from orders.models import ChargeStatus, Order, OrderStatus, RequestedBy, Return, ReturnReason
from orders.returns.window import return_window_end
from orders.transitions import TransitionName, can_transition, transition_refusal

BUYER_TRIES = 3  # requests per order; after that the parties talk
MAX_TEXT = 300


def return_refusal(order: Order, returns: Iterable[Return]) -> str | Promise | None:
    """Why no return can be opened now; None if it can. `returns` are the order's own."""
    if order.status != OrderStatus.FULFILLED:
        if order.status in (OrderStatus.CANCELED, OrderStatus.EXPIRED):
            return transition_refusal(order)
        return _("Đơn này chưa giao: hãy hủy đơn thay vì trả hàng.")
    if order.charge_status == ChargeStatus.REFUNDED:
        return _("Tiền của đơn này đã hoàn hết.")
    if any(one.is_open for one in returns):
        return _("Đơn này đang có một đề nghị hoàn tiền chưa xong.")
    return None if can_transition(order, TransitionName.RETURN) else transition_refusal(order)


def return_request_refusal(order: Order, returns: Iterable[Return]) -> str | Promise | None:
    """The same for the buyer, who has a deadline and a limited number of requests."""
    returns = list(returns)
    if why := return_refusal(order, returns):
        return why
    ends = return_window_end(order)
    if ends is None or ends <= clock.now():
        return _("Đã hết hạn đổi trả của đơn này. Vui lòng gọi người bán, hoặc gửi khiếu nại cho bên vận hành.")
    if sum(one.requested_by == RequestedBy.BUYER for one in returns) >= BUYER_TRIES:
        return _("Bạn đã đề nghị %(tries)d lần cho đơn này. Vui lòng gửi khiếu nại cho bên vận hành.") % {
            "tries": BUYER_TRIES
        }
    return None


def check_reason(reason: str) -> None:
    """Raise DomainError REASON_REQUIRED for what is no ReturnReason."""
    if reason not in ReturnReason.values:
        raise DomainError(_("Vui lòng chọn lý do."), code="REASON_REQUIRED", field="reason")


def clean_text(words: str) -> str:
    """The text on one line, within its limit."""
    return clean_line(words)[:MAX_TEXT]
