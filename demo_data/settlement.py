"""A settlement file of VNPay for the sample sales, imported as the office does.

Invented like the sales: it agrees with them except for one payment of another amount and one unknown payment, so that
the office has something to decide.
"""

import csv
import io
from datetime import date, datetime, timedelta

from accounts.models import User
from core import clock
from core.money import share
from demo_data import time_travel
from payments.models import Attempt, AttemptStatus, FileKind, FileLayout, ImportedFile, Refund, RefundStatus
from payments.reconciliation.services.import_settlement import import_settlement

_HEADINGS = (
    "Mã tham chiếu",
    "Mã giao dịch VNPAY",
    "Loại giao dịch",
    "Trạng thái",
    "Số tiền",
    "Phí",
    "Thời gian giao dịch",
)
_FEE = 110  # hundredths of a percent, invented
_SHORT, _STRANGE = 1_000, 185_000  # đồng: the difference of one line; the amount of an unknown payment
_Line = tuple[datetime, str, str, str, int, int]


def seed_settlement_file(operator: User, now: datetime) -> int:
    """The file of all days until the day before yesterday, imported yesterday morning, once. Returns the number of
    lines.
    """
    if ImportedFile.objects.filter(kind=FileKind.VNPAY_SETTLEMENT).exists():
        return 0
    yesterday = clock.local(now).date() - timedelta(days=1)
    lines = sorted([*_payments(yesterday), *_refunds(yesterday)])
    if len(lines) < 2:
        return 0
    moment, reference, number, kind, amount, fee = lines[-1]
    lines[-1] = (moment, reference, number, kind, amount - _SHORT, fee)
    lines.append((moment, f"{moment:%y%m%d}KHACHLATIEMKHAC", "14999001", "Thanh toán", _STRANGE, share(_STRANGE, _FEE)))
    layout = FileLayout.objects.filter(kind=FileKind.VNPAY_SETTLEMENT).earliest("pk")
    morning = datetime(yesterday.year, yesterday.month, yesterday.day, 9, 10, tzinfo=clock.VIETNAM)
    with time_travel.travel_to(morning):
        import_settlement(
            file=io.BytesIO(_written(lines)),
            name=f"vnpay-den-{yesterday - timedelta(days=1):%d-%m-%Y}.csv",
            layout_id=layout.pk,
            actor=operator,
        )
    return len(lines)


def _payments(before: date) -> list[_Line]:
    taken = Attempt.objects.filter(
        provider="vnpay", status__in=[AttemptStatus.SUCCEEDED, AttemptStatus.DUPLICATE], closed_at__lt=_start(before)
    )
    return [
        (clock.local(row.closed_at), row.reference, row.provider_ref, "Thanh toán", row.amount, share(row.amount, _FEE))
        for row in taken
        if row.closed_at
    ]


def _refunds(before: date) -> list[_Line]:
    refunds = Refund.objects.filter(
        attempt__provider="vnpay", status=RefundStatus.SUCCEEDED, ended_at__lt=_start(before)
    ).select_related("attempt")
    return [
        (clock.local(row.ended_at), row.attempt.reference, row.provider_ref, "Hoàn tiền", row.amount, 0)
        for row in refunds
        if row.ended_at
    ]


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=clock.VIETNAM)


def _written(lines: list[_Line]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADINGS)
    for moment, reference, number, kind, amount, fee in lines:
        writer.writerow([reference, number, kind, "Thành công", amount, fee, f"{moment:%d/%m/%Y %H:%M:%S}"])
    return text.getvalue().encode("utf-8-sig")
