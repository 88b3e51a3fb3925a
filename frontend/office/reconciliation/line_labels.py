"""Labels of differences with VNPay's files: their side and ours."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import format_dong
from payments.models import (
    Attempt,
    Difference,
    LineKind,
    LineOutcome,
    Refund,
    RefundPhase,
    RefundStatus,
    SettlementLine,
)

_PHASES: dict[str, Promise] = {
    RefundPhase.AWAITING_APPROVAL: gettext_lazy("chờ duyệt, chưa gửi"),
    RefundPhase.QUEUED: gettext_lazy("chờ gửi"),
    RefundPhase.IN_FLIGHT: gettext_lazy("đang gửi"),
    RefundPhase.AT_PROVIDER: gettext_lazy("VNPay đã nhận lệnh"),
    RefundPhase.UNKNOWN: gettext_lazy("đã gửi, chưa rõ kết quả"),
    RefundPhase.BY_HAND: gettext_lazy("chờ chuyển khoản bằng tay"),
}
_ENDS: dict[str, Promise] = {
    RefundStatus.SUCCEEDED: gettext_lazy("đã hoàn"),
    RefundStatus.FAILED: gettext_lazy("không thành"),
    RefundStatus.CANCELED: gettext_lazy("đã thôi hoàn"),
}
_PROVIDER_SIDE: dict[str, Promise] = {
    LineKind.PAYMENT: gettext_lazy("đã thu %(amount)s"),
    LineKind.REFUND: gettext_lazy("đã hoàn %(amount)s"),
    LineKind.FAILED: gettext_lazy("không thu được %(amount)s"),
    LineKind.REFUSED: gettext_lazy("từ chối hoàn %(amount)s"),
    LineKind.MISSING: gettext_lazy("không có dòng nào"),
}
_WHY: dict[str, Promise] = {
    Difference.NOT_OURS: gettext_lazy("VNPay có, sàn không có"),
    Difference.NOT_THEIRS: gettext_lazy("Sàn có, VNPay không có"),
    Difference.AMOUNT: gettext_lazy("Lệch số tiền"),
    Difference.STATE: gettext_lazy("Lệch trạng thái"),
    Difference.TWICE: gettext_lazy("Đã có ở một tệp trước"),
}


def group(kind: str, difference: str) -> str:
    """Lines of the same type and difference: "Thanh toán: lệch trạng thái"."""
    params = {"kind": LineKind(kind).label, "difference": str(Difference(difference).label).lower()}
    return _("%(kind)s: %(difference)s") % params


# The effect of a bulk decision; the page of one line states it with its amounts.
FOLLOWS: dict[str, Promise] = {
    LineOutcome.PAID: gettext_lazy(
        "Từng khoản thành công như khi VNPay báo: đơn còn hàng thì đi tiếp, đã hủy thì hoàn."
    ),
    LineOutcome.REFUNDED: gettext_lazy("Từng khoản hoàn kết thúc thành công, người mua được báo."),
    LineOutcome.REFUSED: gettext_lazy("Từng khoản hoàn kết thúc không thành; tiền trở lại khoản thanh toán."),
    LineOutcome.ACCEPT: gettext_lazy("Quyết toán theo số của VNPay; phần chênh ghi vào chênh lệch."),
    LineOutcome.SUSPENSE: gettext_lazy("Tiền được giữ riêng ở tài khoản Treo cho tới khi rõ là của ai."),
    LineOutcome.LOSS: gettext_lazy("Đơn vị vận hành chịu. Không khoản nào của sàn đổi."),
    LineOutcome.RECOVER: gettext_lazy("Khoản đã ghi lỗ được bù lại."),
    LineOutcome.NOTHING: gettext_lazy("Đóng các chênh lệch này với căn cứ đã ghi. Sổ, thanh toán và đơn không đổi."),
}


def why(line: SettlementLine) -> str:
    return str(_WHY.get(line.difference, line.difference))


def provider_side(line: SettlementLine) -> str:
    """A payment of theirs: "đã thu 300.000 đ"."""
    return str(_PROVIDER_SIDE[line.kind]) % {"amount": format_dong(line.amount)}


def our_side(line: SettlementLine) -> str:
    """Our side, if any: "300.000 đ, không thành"."""
    if line.refund is not None:
        return refund(line.refund)
    if line.kind in (LineKind.REFUND, LineKind.REFUSED) and line.attempt is not None:
        return _("không có khoản hoàn nào như vậy")
    return attempt_state(line.attempt) if line.attempt is not None else _("không có mã này")


def attempt_state(attempt: Attempt) -> str:
    return f"{format_dong(attempt.amount)}, {attempt.get_status_display()}"


def refund(row: Refund) -> str:
    state = _ENDS[row.status] if row.phase == RefundPhase.DONE else _PHASES[row.phase]
    return f"{format_dong(row.amount)}, {state}"
