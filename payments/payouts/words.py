"""The states of a payout in the words of those who wait for it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payments.models import PayoutStatus

STATUS: dict[str, Promise] = {
    PayoutStatus.PENDING: _("chờ gửi ngân hàng"),
    PayoutStatus.IN_TRANSIT: _("đã gửi ngân hàng"),
    PayoutStatus.PAID: _("đã tới tài khoản"),
    PayoutStatus.FAILED: _("ngân hàng trả về"),
    PayoutStatus.CANCELED: _("đã hủy"),
}


def status_words(status: str) -> str:
    return str(STATUS[status])
