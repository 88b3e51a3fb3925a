"""Errors of the room, with messages for the user. The codes are Stripe's where it has one."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, NotFound
from payments.models import Collector, PaymentIntent


def no_such_payment() -> NotFound:
    return NotFound(_("Không tìm thấy khoản thanh toán này."))


def no_such_refund() -> NotFound:
    return NotFound(_("Không tìm thấy khoản hoàn tiền này."), field="id")


def unexpected_state(message: str | Promise) -> DomainError:
    """The payment is not in a state in which this can be done."""
    return DomainError(message, code="PAYMENT_INTENT_UNEXPECTED_STATE")


def unexpected_refund_state(message: str | Promise) -> DomainError:
    """The refund is not in a state in which this can be done."""
    return DomainError(message, code="REFUND_UNEXPECTED_STATE", field="id")


def insufficient() -> DomainError:
    """The refund is larger than what is left of the payment."""
    return DomainError(
        _("Số tiền hoàn lớn hơn số tiền còn lại của khoản thanh toán."), code="INSUFFICIENT_FUNDS", field="amount"
    )


def under_review() -> DomainError:
    """The payment is under review: its money does not move until a person has decided."""
    return DomainError(
        _("Khoản thanh toán này đang được đối soát. Vui lòng chờ kết quả, xin đừng trả tiền lần nữa."),
        code="PAYMENT_UNDER_REVIEW",
    )


def bad_amount(message: str | Promise) -> DomainError:
    return DomainError(message, code="AMOUNT_INVALID", field="amount")


def require_platform(intent: PaymentIntent) -> None:
    """Check that the platform collected the payment: whoever collected a payment transfers and refunds it."""
    if intent.collector != Collector.PLATFORM:
        raise unexpected_state(_("Khoản này do người bán tự thu nên người bán tự hoàn cho người mua."))
