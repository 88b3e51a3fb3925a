"""Imported files, their lines, and the lines that wait for a decision."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from payments.base.mode import livemode
from payments.models import FileKind, ImportedFile, LineKind, SettlementLine


@dataclass
class Sums:
    count: int = 0
    amount: int = 0  # đồng


def lines_of_day(day: date) -> QuerySet[SettlementLine]:
    """The lines of a day that differed from ours, open ones first (1 statement)."""
    return _differing().filter(day=day).order_by("decided_at", "pk")


def lines_of_file(file: ImportedFile) -> QuerySet[SettlementLine]:
    """The lines of a file that differed from ours, in its order (1 statement)."""
    return _differing().filter(file=file).order_by("row", "pk")


def settlement_line(line_id: int) -> SettlementLine | None:
    """One line with everything related to it (1 statement)."""
    whole = SettlementLine.objects.select_related("file__layout", "file__imported_by", "decided_by")
    return whole.select_related("attempt__intent", "refund__requested_by").filter(pk=line_id).first()


def lines_open() -> QuerySet[SettlementLine]:
    """Every line that waits for a decision, oldest day first (1 statement)."""
    return _differing().filter(decided_at=None, file__livemode=livemode()).order_by("day", "pk")


def similar_lines(kind: str, difference: str) -> QuerySet[SettlementLine]:
    """Those of `lines_open` of one kind and difference."""
    return lines_open().filter(kind=kind, difference=difference)


def similar_line_counts() -> list[tuple[str, str, int]]:
    """(kind, difference, how many) of which more than one line waits, the most first (1 statement)."""
    counted = lines_open().order_by().values_list("kind", "difference").annotate(n=Count("pk")).filter(n__gt=1)
    return list(counted.order_by("-n", "kind", "difference"))


def _differing() -> QuerySet[SettlementLine]:
    return SettlementLine.objects.exclude(difference="").select_related("file", "attempt", "refund", "decided_by")


def files() -> QuerySet[ImportedFile]:
    """Imported files with what became of their lines, latest first (1 statement)."""
    counted = ImportedFile.objects.select_related("layout", "imported_by", "account").annotate(
        lines_count=Count("lines", filter=~Q(lines__kind=LineKind.MISSING)),
        settled_count=Count("lines", filter=Q(lines__settled=True) & ~Q(lines__kind=LineKind.MISSING)),
        open_count=Count("lines", filter=~Q(lines__difference="") & Q(lines__decided_at=None)),
    )
    return counted.filter(livemode=livemode()).order_by("-pk")


def file_with_counts(file_id: int) -> ImportedFile | None:
    """One of `files` (1 statement)."""
    return files().filter(pk=file_id).first()


@dataclass(frozen=True)
class FileSums:
    payments: Sums
    refunds: Sums
    fee: int

    @property
    def net(self) -> int:
        """What comes to the bank by the file."""
        return self.payments.amount - self.refunds.amount - self.fee


def sums_of_file(file: ImportedFile) -> FileSums:
    """The sums of a file (1 statement)."""
    payment, refund = Q(kind=LineKind.PAYMENT), Q(kind=LineKind.REFUND)
    sums = file.lines.aggregate(
        payments=Count("pk", filter=payment),
        payments_sum=Sum("amount", filter=payment, default=0),
        refunds=Count("pk", filter=refund),
        refunds_sum=Sum("amount", filter=refund, default=0),
        fees=Sum("fee", filter=payment | refund, default=0),
    )
    return FileSums(
        Sums(sums["payments"], sums["payments_sum"]), Sums(sums["refunds"], sums["refunds_sum"]), sums["fees"]
    )


def files_between(first: date, last: date) -> QuerySet[ImportedFile]:
    """Settlement files that cover a day from `first` to `last`."""
    return ImportedFile.objects.filter(
        kind=FileKind.VNPAY_SETTLEMENT, livemode=livemode(), first_day__lte=last, last_day__gte=first
    )


def file_of_day(day: date, *, livemode: bool) -> ImportedFile | None:
    """The newest settlement file that covers a day."""
    covering = ImportedFile.objects.filter(
        kind=FileKind.VNPAY_SETTLEMENT, livemode=livemode, first_day__lte=day, last_day__gte=day
    )
    return covering.order_by("-pk").first()


def last_statement(account_id: int) -> ImportedFile | None:
    """The statement of an account that reaches furthest (1 statement)."""
    statements = ImportedFile.objects.filter(kind=FileKind.BANK_STATEMENT, account=account_id)
    return statements.select_related("imported_by").order_by("-last_day", "-pk").first()


def days_covered() -> tuple[date, date] | None:
    """The first and last day of which there is a settlement file."""
    ends = ImportedFile.objects.filter(kind=FileKind.VNPAY_SETTLEMENT, livemode=livemode()).aggregate(
        first=Min("first_day"), last=Max("last_day")
    )
    return (ends["first"], ends["last"]) if ends["first"] and ends["last"] else None
