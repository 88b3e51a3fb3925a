"""Accounts, refunds and gateway calls in the operator's words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payments import chart
from payments.queries import TrialLine

ACCOUNTS: dict[str, Promise] = {
    chart.PROVIDER_VNPAY: gettext_lazy("VNPay đang giữ"),
    chart.CUSTOMER_FUNDS: gettext_lazy("Tiền người mua, chưa chia"),
    chart.PAYEE_PENDING: gettext_lazy("Phải trả người bán, chờ hết hạn đổi trả"),
    chart.PAYEE_AVAILABLE: gettext_lazy("Phải trả người bán, đã tới hạn"),
    chart.REFUNDS_TRANSIT: gettext_lazy("Hoàn tiền đang đi"),
    chart.SUSPENSE: gettext_lazy("Treo: chưa khớp hoặc trả hai lần"),
    chart.COMMISSION: gettext_lazy("Hoa hồng của đơn vị vận hành"),
    chart.MEMO_CASH: gettext_lazy("Tiền mặt người bán đã nhận"),
    chart.MEMO_SALES: gettext_lazy("Bán hàng thu ngoài sàn"),
}
REASONS: dict[str, Promise] = {
    "out_of_stock": gettext_lazy("hết hàng"),
    "canceled_by_seller": gettext_lazy("người bán hủy đơn"),
    "cannot_deliver": gettext_lazy("không giao được"),
    "buyer_asked": gettext_lazy("người mua đề nghị"),
    "paid_after_cancel": gettext_lazy("trả tiền sau khi đã hủy"),
    "requested_by_customer": gettext_lazy("người mua yêu cầu"),
    "paid_twice": gettext_lazy("trả hai lần"),
    "other": gettext_lazy("lý do khác"),
}
KINDS: dict[str, Promise] = {
    "ipn": gettext_lazy("VNPay báo (IPN)"),
    "return": gettext_lazy("Trình duyệt quay về"),
    "querydr": gettext_lazy("Ta hỏi VNPay (querydr)"),
}


@dataclass(frozen=True)
class Line:
    name: str
    code: str
    debit: int | None
    credit: int | None


@dataclass(frozen=True)
class Book:
    """One book of one mode: its accounts, and whether both sides agree."""

    name: str
    lines: list[Line]
    debit: int
    credit: int

    @property
    def balanced(self) -> bool:
        return self.debit == self.credit


def reason(code: str) -> str:
    return str(REASONS.get(code, code))


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
        lines=[
            Line(
                str(ACCOUNTS.get(line.code, line.code)),
                line.code,
                line.sum if line.sum > 0 else None,
                -line.sum if line.sum < 0 else None,
            )
            for line in lines
        ],
        debit=sum(line.sum for line in lines if line.sum > 0),
        credit=-sum(line.sum for line in lines if line.sum < 0),
    )
