"""The decisions that a person may take on a difference, each with its consequence in words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from core.money import format_dong
from payments.models import (
    Attempt,
    AttemptStatus,
    Difference,
    LineKind,
    LineOutcome,
    Refund,
    RefundPhase,
    RefundStatus,
    SettlementLine,
)
from payments.reconciliation.matching import PAID_STATUSES

_UNPAID = (AttemptStatus.OPEN, AttemptStatus.FAILED, AttemptStatus.REVIEW)


@dataclass(frozen=True)
class Resolution:
    """One decision: its button, and its consequence."""

    outcome: LineOutcome
    label: str
    consequence: str


def resolutions(line: SettlementLine) -> list[Resolution]:
    """The decisions possible on an open line, the likeliest first; [] where it is not open."""
    return resolutions_by_line([line])[line.pk]


def resolutions_by_line(lines: Sequence[SettlementLine]) -> dict[int, list[Resolution]]:
    """`resolutions` of many lines (1 statement)."""
    earlier = settled_elsewhere(lines)
    return {line.pk: [*_money(line, earlier.get(line.pk)), _nothing(line)] if line.is_open else [] for line in lines}


def resolutions_of_missing(attempt: Attempt) -> list[Resolution]:
    """The decisions possible on a payment of ours that no file of its day holds."""
    amounts = {"amount": format_dong(attempt.amount)}
    return [
        Resolution(
            LineOutcome.LOSS,
            _("Ghi lỗ %(amount)s") % amounts,
            _(
                "VNPay không còn nợ %(amount)s của khoản này, đơn vị vận hành chịu. "
                "Đơn hàng và tiền của người bán giữ nguyên."
            )
            % amounts,
        )
    ]


def settled_by_other_line(line: SettlementLine) -> SettlementLine | None:
    """The line by which this line's counterpart was settled already."""
    return settled_elsewhere([line]).get(line.pk)


def settled_elsewhere(lines: Sequence[SettlementLine]) -> dict[int, SettlementLine]:
    """By line, the one by which its counterpart was settled already (1 statement, where there is a counterpart)."""
    refunds = {line.refund_id for line in lines if line.refund_id}
    attempts = {line.attempt_id for line in lines if line.attempt_id and not line.refund_id}
    if not refunds and not attempts:
        return {}
    counterparts = Q(refund__in=refunds) | Q(attempt__in=attempts, refund=None)
    by_counterpart: dict[tuple[str, object], list[SettlementLine]] = defaultdict(list)
    for other in SettlementLine.objects.filter(counterparts, settled=True).select_related("file").order_by("pk"):
        by_counterpart[_counterpart(other)].append(other)
    found = {}
    for line in lines:
        others = [other for other in by_counterpart[_counterpart(line)] if other.pk != line.pk]
        if others:
            found[line.pk] = others[0]
    return found


def _counterpart(line: SettlementLine) -> tuple[str, object]:
    """Our row that a line is about."""
    return ("refund", line.refund_id) if line.refund_id else ("attempt", line.attempt_id)


def _money(line: SettlementLine, earlier: SettlementLine | None) -> Sequence[Resolution]:
    if line.kind == LineKind.PAYMENT:
        return _payment(line, earlier)
    if line.kind == LineKind.REFUND:
        return _refund(line, earlier)
    if line.kind == LineKind.REFUSED and line.refund is not None and line.refund.status not in _ENDED:
        return [
            Resolution(
                LineOutcome.REFUSED,
                _("Ghi là hoàn không thành"),
                _("Khoản hoàn %(amount)s kết thúc không thành; tiền trở lại khoản thanh toán và có thể hoàn lại.")
                % {"amount": format_dong(line.refund.amount)},
            )
        ]
    return []


def _payment(line: SettlementLine, earlier: SettlementLine | None) -> Sequence[Resolution]:
    attempt, amounts = line.attempt, {"amount": format_dong(line.amount), "net": format_dong(line.amount - line.fee)}
    if earlier is not None and earlier.kind == LineKind.MISSING:
        return [
            Resolution(
                LineOutcome.RECOVER,
                _("Thu lại %(amount)s đã ghi lỗ") % amounts,
                _("VNPay đã trả sau khi sàn ghi lỗ: ngân hàng nhận %(net)s, khoản lỗ được bù lại.") % amounts,
            ),
            _suspense(line),
        ]
    if attempt is None or earlier is not None:
        return [_suspense(line)]
    if attempt.amount == line.amount and attempt.status in _UNPAID:
        return [
            Resolution(
                LineOutcome.PAID,
                _("Nhận là đã trả %(amount)s") % amounts,
                _(
                    "Khoản thanh toán thành công như khi VNPay báo: đơn đi tiếp nếu còn giữ được hàng, "
                    "nếu đã hủy thì tiền được hoàn. Dòng này được quyết toán: ngân hàng nhận %(net)s."
                )
                % amounts,
            )
        ]
    if attempt.amount != line.amount and attempt.status in PAID_STATUSES:
        return [_accept(line, attempt.amount)]
    return [_suspense(line)]


def _refund(line: SettlementLine, earlier: SettlementLine | None) -> Sequence[Resolution]:
    refund = line.refund
    if refund is None or earlier is not None or refund.status in (RefundStatus.FAILED, RefundStatus.CANCELED):
        return [
            Resolution(
                LineOutcome.LOSS,
                _("Chịu %(amount)s VNPay đã hoàn") % {"amount": format_dong(line.amount)},
                _("VNPay trừ số này khi chuyển tiền cho sàn; đơn vị vận hành chịu. Không khoản hoàn nào của sàn đổi."),
            )
        ]
    if refund.amount != line.amount:
        return [_accept(line, refund.amount)] if _may_end(refund) else []
    if _may_end(refund):
        return [
            Resolution(
                LineOutcome.REFUNDED,
                _("Nhận là đã hoàn %(amount)s") % {"amount": format_dong(refund.amount)},
                _("Khoản hoàn kết thúc thành công, người mua được báo. Dòng này được quyết toán."),
            )
        ]
    return []


def _may_end(refund: Refund) -> bool:
    """Not while it waits for approval or may be sent by a job: it would be paid twice."""
    return refund.phase not in (RefundPhase.AWAITING_APPROVAL, RefundPhase.QUEUED)


_ENDED = (RefundStatus.SUCCEEDED, RefundStatus.FAILED, RefundStatus.CANCELED)


def _accept(line: SettlementLine, ours: int) -> Resolution:
    theirs = {"theirs": format_dong(line.amount), "ours": format_dong(ours)}
    gap = line.amount - ours if line.kind == LineKind.PAYMENT else ours - line.amount
    amounts = theirs | {"gap": format_dong(abs(gap))}
    consequence = (
        _("Quyết toán theo %(theirs)s thay cho %(ours)s; %(gap)s thừa ghi vào chênh lệch, có lợi cho đơn vị vận hành.")
        if gap > 0
        else _("Quyết toán theo %(theirs)s thay cho %(ours)s; %(gap)s thiếu ghi vào chênh lệch, đơn vị vận hành chịu.")
    )
    return Resolution(LineOutcome.ACCEPT, _("Theo số của VNPay: %(theirs)s") % theirs, consequence % amounts)


def _suspense(line: SettlementLine) -> Resolution:
    amounts = {"amount": format_dong(line.amount), "net": format_dong(line.amount - line.fee)}
    return Resolution(
        LineOutcome.SUSPENSE,
        _("Treo %(amount)s") % amounts,
        _("Ngân hàng nhận %(net)s, số tiền được giữ riêng ở tài khoản Treo cho tới khi rõ là của ai.") % amounts,
    )


def _nothing(line: SettlementLine) -> Resolution:
    if line.difference == Difference.TWICE:
        why = _("Tệp chép lại một dòng cũ, VNPay không chuyển thêm tiền. Sổ không đổi.")
    else:
        why = _("Đóng chênh lệch này với căn cứ đã ghi. Sổ, thanh toán và đơn không đổi.")
    return Resolution(LineOutcome.NOTHING, _("Không phải làm gì"), why)
