"""Import a bank statement as a feed: incoming bookings are matched like any other notification."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core import clock
from core.errors import DomainError, NotFound
from core.file_import.problems import FileRefused, Problem
from core.file_import.workbook import Readable
from payments.bank.feeds.base import TransactionNotification
from payments.bank.feeds.statement.file import StatementLine, read_statement
from payments.bank.feeds.statement.lines import notifications
from payments.bank.services.ingest_bank_transaction import IngestOutcome, ingest_bank_transaction
from payments.base.file_import.reader import layout, take
from payments.base.mode import livemode
from payments.base.operator import require_operator
from payments.models import BankAccount, BankFeed, BankNotification, FeedKind, FileKind, FileLayout, ImportedFile


@dataclass(frozen=True)
class Imported:
    """The result of an import."""

    file: ImportedFile
    lines: int  # bookings in it
    credits: int
    outcomes: Mapping[
        str, int
    ]  # of those, by IngestOutcome: "new", "corroborated" (another feed reported it), "repeated"
    states: Mapping[str, int]  # of new and corroborated ones, by state: "matched", "unmatched", "ignored"


def import_statement(
    *,
    account_id: int,
    layout_id: int,
    file: Readable,
    name: str,
    actor: User,
    on_behalf_of: str | None = None,
) -> Imported:
    """Import a statement of the operator's account, or of the payee `on_behalf_of`, for whom `actor` acts.

    The caller has checked that `actor` acts for the payee.

    A file with an invalid or ambiguous value is refused as a whole. Each line is its own transaction: after an
    interruption the same file can be imported again, and continues. Raises Forbidden, NotFound for account or layout,
    FileRefused with every problem, DomainError ALREADY_IMPORTED.
    """
    if on_behalf_of is None:
        require_operator(actor)
    account = BankAccount.objects.filter(pk=account_id, payee_id=on_behalf_of, livemode=livemode()).first()
    if account is None:
        raise NotFound(_("Không tìm thấy tài khoản ngân hàng này."), field="account")
    layout_row = FileLayout.objects.filter(pk=layout_id, kind=FileKind.BANK_STATEMENT, is_active=True).first()
    if layout_row is None:
        raise NotFound(_("Không có mẫu tệp này."), field="layout")
    data = take(file)
    digest = hashlib.sha256(data).hexdigest()
    if ImportedFile.objects.filter(sha256=digest, livemode=livemode()).exists():
        raise _taken_before()
    lines = read_statement(data, layout(layout_row))
    _require_past(lines)
    reported = notifications(account, lines)
    outcomes, states = _ingest(_feed(account), reported)
    imported = _finish(account, layout_row, name, digest, lines, actor)
    return Imported(imported, len(lines), len(reported), outcomes, states)


def _ingest(feed: BankFeed, reported: Sequence[TransactionNotification]) -> tuple[Mapping[str, int], Mapping[str, int]]:
    names = [notification.external_id for notification in reported]
    known = set(BankNotification.objects.filter(feed=feed, external_id__in=names).values_list("external_id", flat=True))
    outcomes: Counter[str] = Counter({str(IngestOutcome.REPEATED): len(known)} if known else {})
    states: Counter[str] = Counter()
    for notification in reported:
        if notification.external_id in known:
            continue
        one = ingest_bank_transaction(feed=feed, notification=notification)
        outcomes[str(one.outcome)] += 1
        if one.transfer is not None:
            states[str(one.transfer.state)] += 1
    return dict(outcomes), dict(states)


def _feed(account: BankAccount) -> BankFeed:
    """The account's statements as one feed. Nothing calls its address."""
    return BankFeed.objects.get_or_create(
        account=account, kind=FeedKind.STATEMENT, defaults={"hook": secrets.token_urlsafe(24)}
    )[0]


def _finish(
    account: BankAccount, layout_row: FileLayout, name: str, digest: str, lines: Sequence[StatementLine], actor: User
) -> ImportedFile:
    days = [clock.local(line.moment).date() for line in lines]
    try:
        with transaction.atomic():
            imported = ImportedFile.objects.create(
                kind=FileKind.BANK_STATEMENT,
                layout=layout_row,
                account=account,
                name=name.strip()[:200] or str(account),
                sha256=digest,
                livemode=account.livemode,
                first_day=min(days),
                last_day=max(days),
                imported_by=actor,
            )
            after = {"name": imported.name, "lines": len(lines), "account": str(account)}
            record_audit(actor=actor, action="statement.import", obj=imported, after=after)
            return imported
    except IntegrityError as error:  # the same file, uploaded twice at once
        raise _taken_before() from error


def _taken_before() -> DomainError:
    return DomainError(_("Tệp này đã được nhập trước đây."), code="ALREADY_IMPORTED", field="file")


def _require_past(lines: Sequence[StatementLine]) -> None:
    """A day in the future is a sign of day and month confused."""
    today = clock.today()
    ahead = [
        Problem(line.row, "", _("ngày %(day)s chưa tới.") % {"day": f"{clock.local(line.moment):%d/%m/%Y}"})
        for line in lines
        if clock.local(line.moment).date() > today
    ]
    if ahead:
        raise FileRefused(ahead)
