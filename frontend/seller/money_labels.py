"""Labels for the lines of a seller's statement."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orders.models import Order
from payments import sdk

LINES: dict[str, Promise] = {
    "payment": _("Bán hàng"),
    "payment_refund": _("Hoàn lại cho người mua"),
    "payout": _("Chuyển về ngân hàng"),
    "payout_cancel": _("Hủy lệnh chuyển, tiền về lại"),
    "payout_failure": _("Ngân hàng trả lại"),
}
OWN: dict[str, Promise] = {"cash": _("Tiền mặt"), "vietqr": _("Chuyển khoản thẳng cho bạn")}
WEEKDAYS: dict[int, Promise] = {
    1: _("thứ Hai"),
    2: _("thứ Ba"),
    3: _("thứ Tư"),
    4: _("thứ Năm"),
    5: _("thứ Sáu"),
    6: _("thứ Bảy"),
    7: _("Chủ nhật"),
}


@dataclass(frozen=True)
class LineWords:
    """A line, its label, and its order if there is one."""

    line: sdk.BalanceLine
    words: str
    order: Order | None


def present_line(line: sdk.BalanceLine, orders: Mapping[str, Order]) -> LineWords:
    return LineWords(line, str(LINES.get(line.type, line.type)), orders.get(line.reference))


def schedule(account: sdk.Account) -> str:
    """The schedule of automatic payouts."""
    match account.payout_interval:
        case "daily":
            return str(_("mỗi sáng"))
        case "weekly":
            return str(_("sáng %(day)s hằng tuần")) % {"day": WEEKDAYS[account.payout_anchor]}
        case "monthly":
            return str(_("sáng ngày %(day)s hằng tháng")) % {"day": account.payout_anchor}
        case _other:
            return str(_("khi bạn bấm rút"))
