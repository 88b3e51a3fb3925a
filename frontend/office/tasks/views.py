"""/co-quan/doi-soat/: open tasks with their age, and whether the books balance."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from frontend.office import labels
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.tasks import queries
from payments.ledger import queries as ledger_queries
from payments.reconciliation.open_tasks import TaskKind
from payments.refunds import queries as refund_queries
from payments.refunds.queries import IN_PROGRESS

# Kind of task → its label, the action, the page.
_PLACES: dict[TaskKind, tuple[Promise, Promise, str]] = {
    TaskKind.LINE: (
        _("Chênh lệch với VNPay"),
        _("Tệp đối soát nói khác sàn: xem từng dòng, ghi căn cứ và quyết định."),
        "office:differences",
    ),
    TaskKind.MISSING: (
        _("Khoản VNPay chưa quyết toán"),
        _("Sàn đã thu, tệp của ngày ấy không có: hỏi lại VNPay."),
        "office:differences",
    ),
    TaskKind.BANK: (
        _("Chuyển khoản chưa khớp"),
        _("Tiền vào tài khoản mà không rõ cho khoản nào: tìm khoản ấy, hoặc trả lại."),
        "office:unmatched-transfers",
    ),
    TaskKind.REVIEW: (
        _("Thanh toán cần xem"),
        _("Cổng nghi ngờ hoặc nói trái nhau: xác định đã nhận tiền hay chưa."),
        "office:reviews",
    ),
    TaskKind.CALL: (
        _("Thông báo VNPay không khớp"),
        _("Lời gọi đúng chữ ký nhưng không khớp gì: tìm nguyên do rồi đóng."),
        "office:provider-messages",
    ),
    TaskKind.UNKNOWN: (
        _("Hoàn tiền chưa rõ kết quả"),
        _("Lệnh đã gửi mà không có câu trả lời tin được: xem trên VNPay rồi ghi đã hoàn hay chưa."),
        "office:refunds",
    ),
    TaskKind.FAILED: (
        _("Hoàn tiền không thành"),
        _("Người mua chưa nhận được: hoàn lần nữa, hoặc tự chuyển khoản."),
        "office:refunds",
    ),
    TaskKind.APPROVAL: (_("Hoàn tiền chờ duyệt"), _("Khoản lớn cần hai người duyệt."), "office:refunds"),
    TaskKind.REQUESTED_RETURN: (
        _("Người mua đề nghị hoàn tiền"),
        _("Người bán chưa trả lời: nhắc họ, hoặc quyết định thay."),
        "office:refunds",
    ),
    TaskKind.BY_HAND: (
        _("Hoàn tiền bằng tay"),
        _("Chuyển khoản cho người mua, rồi ghi số bút toán."),
        "office:refunds",
    ),
    TaskKind.PAYOUT: (
        _("Khoản chi chờ vào tệp"),
        _("Lập tệp chuyển tiền rồi gửi ngân hàng."),
        "office:payouts",
    ),
    TaskKind.WEBHOOK: (
        _("Webhook đã tự tắt"),
        _("Ba ngày không nhận được tin nào: báo người dùng API sửa, rồi bật lại."),
        "office:webhooks",
    ),
    TaskKind.PAYOUT_SENT: (
        _("Khoản chi chờ ngân hàng báo"),
        _("Tải sao kê lên, hoặc ghi từng khoản: đã chuyển hay bị trả về."),
        "office:payouts",
    ),
}


@dataclass(frozen=True)
class Task:
    """One kind of open task."""

    name: str
    what_to_do: str
    url: str
    count: int
    oldest: datetime


@require_safe
@operator_only
def overview(request: OfficeRequest) -> HttpResponse:
    context = {
        "officer": request.officer,
        "here": "money",
        "tasks": _tasks(),
        "books": labels.books(ledger_queries.trial_balance()),
        "refunds": _pending_refunds(),
    }
    return render(request, "office/tasks/overview.html", context)


def _pending_refunds() -> tuple[int, int]:
    """The number and total of refunds that complete automatically."""
    tallies = [tally for group, tally in refund_queries.refund_tallies().items() if group in IN_PROGRESS]
    return sum(tally.count for tally in tallies), sum(tally.sum for tally in tallies)


def _tasks() -> list[Task]:
    """The open tasks, the longest waiting first."""
    waiting = queries.waiting()
    tasks = [
        Task(str(name), str(what), reverse(page), waiting[kind].count, waiting[kind].oldest)
        for kind, (name, what, page) in _PLACES.items()
        if kind in waiting
    ]
    return sorted(tasks, key=lambda task: task.oldest)
