"""Accounts, causes, refunds and gateway calls in the operator's words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payments import chart
from payments.queries import TrialLine

SHOWN = 50  # of a list that is worked off from its top

ACCOUNTS: dict[str, Promise] = {
    chart.PROVIDER_VNPAY: gettext_lazy("VNPay đang giữ"),
    chart.BANK: gettext_lazy("Tài khoản ngân hàng thu hộ"),
    chart.CARRIER: gettext_lazy("Đơn vị vận chuyển đang giữ"),
    chart.CUSTOMER_FUNDS: gettext_lazy("Tiền người mua, chưa chia"),
    chart.PAYEE_PENDING: gettext_lazy("Phải trả người bán, chờ hết hạn đổi trả"),
    chart.PAYEE_AVAILABLE: gettext_lazy("Phải trả người bán, đã tới hạn"),
    chart.TAX_VAT: gettext_lazy("Thuế GTGT đã khấu trừ, phải nộp"),
    chart.TAX_PIT: gettext_lazy("Thuế TNCN đã khấu trừ, phải nộp"),
    chart.REFUNDS_TRANSIT: gettext_lazy("Hoàn tiền đang đi"),
    chart.PAYOUTS_TRANSIT: gettext_lazy("Chi trả đang đi"),
    chart.SUSPENSE: gettext_lazy("Treo: chưa khớp hoặc trả hai lần"),
    chart.COMMISSION: gettext_lazy("Hoa hồng của đơn vị vận hành"),
    chart.FEES: gettext_lazy("Phí cổng thanh toán"),
    chart.LOSSES: gettext_lazy("Chênh lệch đối soát"),
    chart.MEMO_CASH: gettext_lazy("Tiền mặt người bán đã nhận"),
    chart.MEMO_VIETQR: gettext_lazy("Chuyển khoản người bán đã nhận"),
    chart.MEMO_SALES: gettext_lazy("Bán hàng thu ngoài sàn"),
}
CAUSES: dict[str, Promise] = {
    "capture": gettext_lazy("Thu tiền"),
    "duplicate_payment": gettext_lazy("Trả hai lần, treo lại"),
    "transfer": gettext_lazy("Chia cho người bán"),
    "transfer_reversal": gettext_lazy("Thu lại từ người bán"),
    "release": gettext_lazy("Hết hạn đổi trả"),
    "refund": gettext_lazy("Lập khoản hoàn"),
    "refund_settled": gettext_lazy("Hoàn tới người mua"),
    "refund_failed": gettext_lazy("Hoàn không tới"),
    "refund_canceled": gettext_lazy("Thôi hoàn"),
    "cash_received": gettext_lazy("Người bán nhận tiền mặt"),
    "settlement": gettext_lazy("VNPay quyết toán"),
    "payout": gettext_lazy("Chi trả"),
    "payout_paid": gettext_lazy("Chi trả đã tới"),
    "payout_failure": gettext_lazy("Chi trả không tới"),
    "payout_cancel": gettext_lazy("Thôi chi trả"),
    "unmatched": gettext_lazy("Tiền vào chưa rõ, treo lại"),
    "unmatched_cleared": gettext_lazy("Hết treo tiền vào"),
    "tax_payment": gettext_lazy("Nộp thuế đã khấu trừ"),
}
TAX_GROUPS: dict[str, Promise] = {
    "goods": gettext_lazy("Hàng hóa"),
    "service": gettext_lazy("Dịch vụ"),
    "transport": gettext_lazy("Sản xuất, vận tải, dịch vụ có gắn với hàng hóa"),
    "unidentified": gettext_lazy("Không xác định được"),
    "exempt": gettext_lazy("Nông sản tự sản xuất, chưa chế biến"),
}
REASONS: dict[str, Promise] = {
    "out_of_stock": gettext_lazy("hết hàng"),
    "recorded_by_mistake": gettext_lazy("ghi nhầm tại chợ"),
    "canceled_by_seller": gettext_lazy("người bán hủy đơn"),
    "cannot_deliver": gettext_lazy("không giao được"),
    "buyer_asked": gettext_lazy("người mua đề nghị"),
    "paid_after_cancel": gettext_lazy("trả tiền sau khi đã hủy"),
    "returned_damaged": gettext_lazy("hàng đã giao bị dập, hỏng, lỗi"),
    "returned_wrong": gettext_lazy("hàng đã giao không đúng"),
    "returned_missing": gettext_lazy("giao thiếu hàng"),
    "returned_changed_mind": gettext_lazy("người mua đổi ý, đã trả hàng"),
    "returned_other": gettext_lazy("hoàn tiền hàng đã giao"),
    "requested_by_customer": gettext_lazy("người mua yêu cầu"),
    "paid_twice": gettext_lazy("trả hai lần"),
    "other": gettext_lazy("lý do khác"),
}
REFUND_STATUSES: dict[str, Promise] = {
    "pending": gettext_lazy("đang đi"),
    "requires_action": gettext_lazy("chờ người trả"),
    "succeeded": gettext_lazy("đã hoàn"),
    "failed": gettext_lazy("không thành"),
    "canceled": gettext_lazy("không duyệt"),
}
KINDS: dict[str, Promise] = {
    "ipn": gettext_lazy("VNPay báo (IPN)"),
    "return": gettext_lazy("Trình duyệt quay về"),
    "querydr": gettext_lazy("Ta hỏi VNPay (querydr)"),
    "refund_request": gettext_lazy("Ta gửi lệnh hoàn"),
    "refund": gettext_lazy("VNPay trả lời lệnh hoàn"),
}


@dataclass(frozen=True)
class Line:
    name: str
    code: str
    accounts: int
    account_id: int | None
    debit: int | None
    credit: int | None


@dataclass(frozen=True)
class Book:
    """One book of one mode: its accounts, and whether both sides agree."""

    name: str
    livemode: bool
    lines: list[Line]
    debit: int
    credit: int

    @property
    def balanced(self) -> bool:
        return self.debit == self.credit


def account(code: str) -> str:
    return str(ACCOUNTS.get(code, code))


def tax_group(category: str) -> str:
    return str(TAX_GROUPS.get(category, category))


def cause(code: str) -> str:
    return str(CAUSES.get(code, code))


def reason(code: str) -> str:
    return str(REASONS.get(code, code))


def refund_status(status: str) -> str:
    return str(REFUND_STATUSES.get(status, status))


def call_kind(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def books(trial: Iterable[TrialLine]) -> list[Book]:
    """The trial balance ("bảng cân đối thử") by book and mode, in the order it comes."""
    grouped: dict[tuple[bool, str], list[TrialLine]] = {}
    for line in trial:
        grouped.setdefault((line.livemode, line.book), []).append(line)
    return [_book(livemode, book, lines) for (livemode, book), lines in grouped.items()]


def _book(livemode: bool, book: str, lines: list[TrialLine]) -> Book:
    name = _("Sổ chính") if book == "main" else _("Sổ ghi nhớ: tiền không qua sàn")
    return Book(
        name=name if livemode else _("%(book)s (chế độ thử)") % {"book": name},
        livemode=livemode,
        lines=[
            Line(
                account(line.code),
                line.code,
                line.accounts,
                line.account_id,
                line.sum if line.sum > 0 else None,
                -line.sum if line.sum < 0 else None,
            )
            for line in lines
        ],
        debit=sum(line.sum for line in lines if line.sum > 0),
        credit=-sum(line.sum for line in lines if line.sum < 0),
    )
