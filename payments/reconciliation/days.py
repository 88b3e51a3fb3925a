"""Compare our rows with VNPay's settlement files and the bank, day by day; find payments of ours that no file holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.expressions import RawSQL

from payments.base.mode import livemode
from payments.models import Attempt, LineKind, SettlementLine
from payments.providers.vnpay import CODE
from payments.reconciliation.queries import Sums, files_between

# The Vietnamese day of a payment at VNPay, as "20261122": by VNPay's time where it is known, else by ours.
_PAID_DAY = "to_char(coalesce(a.paid_at, a.closed_at) AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYYMMDD')"
_TAKEN = f"a.provider = '{CODE}' AND a.status IN ('succeeded', 'duplicate')"
# A payment is covered once a line has settled it, or while a differing line waits for a decision.
_MISSING = (
    "FROM payments_attempt a JOIN payments_paymentintent i ON i.id = a.intent_id "
    "WHERE {taken} AND i.livemode = %(live)s AND a.closed_at >= (SELECT min(first_day) FROM files) - interval '1 day' "
    "AND EXISTS (SELECT 1 FROM files f WHERE {day} BETWEEN to_char(f.first_day, 'YYYYMMDD') "
    "  AND to_char(f.last_day, 'YYYYMMDD')) "
    "AND NOT EXISTS (SELECT 1 FROM payments_settlementline l WHERE l.attempt_id = a.id "
    "  AND (l.kind IN ('payment', 'missing') AND l.settled OR l.kind = 'payment' AND l.decided_at IS NULL)) "
)
# `may_come`: on the last day of the newest file, so that the next one may hold it.
_MAY_COME = "{day} = to_char((SELECT max(last_day) FROM files), 'YYYYMMDD')"
_FILES = (
    "WITH files AS (SELECT first_day, last_day FROM payments_importedfile "
    "WHERE kind = 'vnpay_settlement' AND livemode = %(live)s) "
)


@dataclass(frozen=True)
class Missing:
    """A payment of ours, taken on a day that a file covers, in no file."""

    reference: str
    provider_ref: str
    amount: int
    intent_id: str
    day: date
    may_come: bool  # on the last day of the newest file: the next one may hold it


@dataclass
class Day:
    """One Vietnamese day: our sums, the sums of VNPay's files, and what came to the bank."""

    day: date
    payments: Sums = field(default_factory=Sums)
    refunds: Sums = field(default_factory=Sums)
    their_payments: Sums = field(default_factory=Sums)
    their_refunds: Sums = field(default_factory=Sums)
    fee: int = 0
    open_lines: int = 0
    missing: int = 0  # that a person must decide
    may_come: int = 0
    bank_in: Sums = field(default_factory=Sums)  # transfers into the operator's account
    bank_matched: Sums = field(default_factory=Sums)
    has_file: bool = False

    @property
    def difference(self) -> int:
        """SettlementFileLine less ours, payments less refunds."""
        ours = self.payments.amount - self.refunds.amount
        return self.their_payments.amount - self.their_refunds.amount - ours

    @property
    def net(self) -> int:
        """What comes to the bank for the day by VNPay's files."""
        return self.their_payments.amount - self.their_refunds.amount - self.fee

    @property
    def unresolved(self) -> int:
        return self.open_lines + self.missing

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to compare."""
        sums = (self.payments, self.refunds, self.their_payments, self.their_refunds, self.bank_in)
        return not self.open_lines and not any(each.count for each in sums)


def days(first: date, last: date) -> list[Day]:
    """Every day from `first` to `last`, latest first (6 statements)."""
    found = {first + timedelta(n): Day(first + timedelta(n)) for n in range((last - first).days + 1)}
    for text, count, amount in _rows(_LEDGER_ROWS, first, last):
        if day := found.get(_day(text)):
            day.payments = Sums(count, amount)
    for text, count, amount in _rows(_OUR_REFUNDS, first, last):
        if day := found.get(_day(text)):
            day.refunds = Sums(count, amount)
    for row in _their_sums(first, last):
        day = found[row["day"]]
        day.their_payments = Sums(row["payments"], row["payments_sum"] or 0)
        day.their_refunds = Sums(row["refunds"], row["refunds_sum"] or 0)
        day.fee, day.open_lines = row["fees"] or 0, row["open"]
    for text, count, amount, matched, matched_amount in _rows(_BANK, first, last):
        if day := found.get(_day(text)):
            day.bank_in, day.bank_matched = Sums(count, amount), Sums(matched, matched_amount)
    for gap in missing(first=first, last=last):
        day = found[gap.day]
        day.missing, day.may_come = day.missing + (not gap.may_come), day.may_come + gap.may_come
    for start, end in files_between(first, last).values_list("first_day", "last_day"):
        for day in found.values():
            day.has_file |= bool(start and end and start <= day.day <= end)
    return [found[day] for day in sorted(found, reverse=True)]


def missing(*, first: date | None = None, last: date | None = None, reference: str = "") -> list[Missing]:
    """Payments of ours that a file of their day should hold and none does, oldest first (1 statement)."""
    columns = f"SELECT a.reference, a.provider_ref, a.amount, i.id, {_PAID_DAY}, {_MAY_COME.format(day=_PAID_DAY)} "
    sql = _FILES + columns + _MISSING.format(day=_PAID_DAY, taken=_TAKEN)
    if reference:
        sql += "AND a.reference = %(reference)s "
    if first and last:
        sql += f"AND {_PAID_DAY} BETWEEN %(first)s AND %(last)s "
    values = {"live": livemode(), "reference": reference, **_span(first, last)}
    return [
        Missing(ref, vnpay_amount, amount, intent, _day(text), may_come)
        for ref, vnpay_amount, amount, intent, text, may_come in _run(sql + "ORDER BY 5, a.id", values)
    ]


def missing_attempts() -> QuerySet[Attempt]:
    """The attempts of those that no later file may hold: a person must decide on them."""
    sql = _FILES + "SELECT a.id " + _MISSING.format(day=_PAID_DAY, taken=_TAKEN)
    sql += f"AND NOT {_MAY_COME.format(day=_PAID_DAY)}"
    ids = RawSQL(sql.replace("%(live)s", "%s"), [livemode()] * sql.count("%(live)s"))  # noqa: S611 (constants of this file)
    return Attempt.objects.filter(pk__in=ids)


def _their_sums(first: date, last: date) -> Iterable[Any]:
    vnpay_amount = SettlementLine.objects.filter(day__range=(first, last), file__livemode=livemode())
    payment, refund = Q(kind=LineKind.PAYMENT), Q(kind=LineKind.REFUND)
    return (
        vnpay_amount.order_by()
        .values("day")
        .annotate(
            payments=Count("pk", filter=payment),
            payments_sum=Sum("amount", filter=payment),
            refunds=Count("pk", filter=refund),
            refunds_sum=Sum("amount", filter=refund),
            fees=Sum("fee", filter=payment | refund),
            open=Count("pk", filter=~Q(difference="") & Q(decided_at=None)),
        )
    )


_LEDGER_ROWS = (
    f"SELECT {_PAID_DAY}, count(*), sum(a.amount) FROM payments_attempt a "  # noqa: S608 (constants of this file)
    "JOIN payments_paymentintent i ON i.id = a.intent_id "
    f"WHERE {_TAKEN} AND i.livemode = %(live)s AND a.closed_at >= to_date(%(first)s, 'YYYYMMDD') - interval '1 day' "
    f"AND {_PAID_DAY} BETWEEN %(first)s AND %(last)s GROUP BY 1"
)
_REFUND_DAY = "to_char(r.ended_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYYMMDD')"
_OUR_REFUNDS = (
    f"SELECT {_REFUND_DAY}, count(*), sum(r.amount) FROM payments_refund r "  # noqa: S608
    "JOIN payments_attempt a ON a.id = r.attempt_id "
    f"WHERE a.provider = '{CODE}' AND r.status = 'succeeded' AND r.livemode = %(live)s "
    f"AND {_REFUND_DAY} BETWEEN %(first)s AND %(last)s GROUP BY 1"
)
_BANK_DAY = "to_char(t.booked_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYYMMDD')"
_BANK = (
    f"SELECT {_BANK_DAY}, count(*), sum(t.amount), count(*) FILTER (WHERE t.state = 'matched'), "  # noqa: S608
    "coalesce(sum(t.amount) FILTER (WHERE t.state = 'matched'), 0) FROM payments_banktransfer t "
    "JOIN payments_bankaccount b ON b.id = t.account_id WHERE b.payee_id IS NULL AND t.livemode = %(live)s "
    f"AND {_BANK_DAY} BETWEEN %(first)s AND %(last)s GROUP BY 1"
)


def _rows(sql: str, first: date, last: date) -> Sequence[tuple]:
    return _run(sql, {"live": livemode(), **_span(first, last)})


def _span(first: date | None, last: date | None) -> dict[str, str]:
    return {"first": f"{first:%Y%m%d}", "last": f"{last:%Y%m%d}"} if first and last else {}


def _run(sql: str, values: dict[str, Any]) -> Sequence[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _day(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
