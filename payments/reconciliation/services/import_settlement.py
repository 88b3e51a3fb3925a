"""Import a settlement file of VNPay: match every line, post those that agree, leave the others to a person."""

import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core import clock
from core.errors import DomainError, NotFound
from core.file_import.problems import FileRefused, Problem, refused
from core.locks import lock_name
from payments.base.file_import.reader import Readable, layout, take
from payments.base.mode import livemode
from payments.base.operator import require_operator
from payments.models import (
    MOVES_MONEY,
    Difference,
    FileKind,
    FileLayout,
    ImportedFile,
    RefundStatus,
    SettlementLine,
)
from payments.reconciliation.matching import Match, match
from payments.reconciliation.posting import post_days
from payments.reconciliation.services.recognise_settlement import recognise_waiting
from payments.reconciliation.settlement_file import SettlementFileLine, read_settlement
from payments.refunds.services.complete_refund import succeed_refund


def import_settlement(*, file: Readable, name: str, layout_id: int, actor: User) -> ImportedFile:
    """Import a file whole or not at all, and post its settled days.

    A refund that waits for VNPay's word ends by its line; a transfer of VNPay that the bank told of before is known by
    it. Raises Forbidden, NotFound for the layout, FileRefused with
    every fault, or DomainError ALREADY_IMPORTED where the same bytes were taken before.
    """
    require_operator(actor)
    imported = _import(file, name, layout_id, actor)
    recognise_waiting(livemode=imported.livemode)  # after a crash, a job does it within a minute
    return imported


def _import(file: Readable, name: str, layout_id: int, actor: User) -> ImportedFile:
    layout_row = FileLayout.objects.filter(pk=layout_id, kind=FileKind.VNPAY_SETTLEMENT, is_active=True).first()
    if layout_row is None:
        raise NotFound(_("Không có mẫu tệp này."), field="layout")
    data = take(file)
    file_lines = read_settlement(data, layout(layout_row))
    _require_past(file_lines)
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        lock_name("payments.import_settlement")  # one file at a time: the next one sees what this one has settled
        _require_new(digest)
        matches = match(file_lines, livemode=livemode())
        _require_new_lines(file_lines, matches)
        imported = ImportedFile.objects.create(
            kind=FileKind.VNPAY_SETTLEMENT,
            layout=layout_row,
            name=name.strip()[:200] or "VNPay",
            sha256=digest,
            livemode=livemode(),
            first_day=min(line.day for line in file_lines),
            last_day=max(line.day for line in file_lines),
            imported_by=actor,
        )
        lines = _write(imported, file_lines, matches)
        _end_refunds(imported, lines)
        post_days(imported, [line for line in lines if line.settled])
        record_audit(
            actor=actor,
            action="settlement.import",
            obj=imported,
            after={
                "name": imported.name,
                "lines": len(lines),
                "differences": sum(line.is_open for line in lines),
            },
        )
        return imported


def _require_past(file_lines: Sequence[SettlementFileLine]) -> None:
    """A day in the future is a sign of day and month confused."""
    today = clock.today()
    ahead = [
        Problem(line.row, "", _("ngày %(day)s chưa tới.") % {"day": f"{line.day:%d/%m/%Y}"})
        for line in file_lines
        if line.day > today
    ]
    if ahead:
        raise FileRefused(ahead)


def _require_new(digest: str) -> None:
    before = ImportedFile.objects.filter(sha256=digest, livemode=livemode()).select_related("imported_by").first()
    if before is None:
        return
    who = before.imported_by.full_name if before.imported_by else _("hệ thống")
    facts = {"name": before.name, "who": who, "at": f"{clock.local(before.at):%H:%M %d/%m/%Y}"}
    raise DomainError(
        _("Tệp này đã được nhập: “%(name)s”, %(who)s, lúc %(at)s.") % facts,
        code="ALREADY_IMPORTED",
        field="file",
        params={"file": before.pk},
    )


def _require_new_lines(file_lines: Sequence[SettlementFileLine], matches: Sequence[Match]) -> None:
    """A file saved again has other bytes and no new lines."""
    moving = [found for line, found in zip(file_lines, matches, strict=True) if line.kind in MOVES_MONEY]
    if moving and all(found.difference == Difference.TWICE for found in moving):
        raise refused(_("Mọi dòng của tệp này đã có trong các tệp nhập trước."))


def _write(
    imported: ImportedFile, file_lines: Sequence[SettlementFileLine], matches: Sequence[Match]
) -> list[SettlementLine]:
    return SettlementLine.objects.bulk_create(
        [
            SettlementLine(
                file=imported,
                row=line.row,
                kind=line.kind,
                reference=line.reference,
                provider_ref=line.provider_ref,
                amount=line.amount,
                fee=line.fee,
                day=line.day,
                raw=dict(line.raw),
                attempt=found.attempt,
                refund=found.refund,
                difference=found.difference,
                settled=found.agrees and line.kind in MOVES_MONEY,
            )
            for line, found in zip(file_lines, matches, strict=True)
        ],
        batch_size=1_000,
    )


def _end_refunds(imported: ImportedFile, lines: Sequence[SettlementLine]) -> None:
    """End the refunds that waited for this file; their intents are locked in one order."""
    waiting = [
        (line.refund.intent_id, line.refund, line)
        for line in lines
        if line.settled and line.refund is not None and line.refund.status != RefundStatus.SUCCEEDED
    ]
    for _intent_id, refund, line in sorted(waiting, key=lambda found: (found[0], found[1].sequence)):
        ended = succeed_refund(refund_id=refund.pk, provider_ref=line.provider_ref, proof=imported.name)
        if ended.status != RefundStatus.SUCCEEDED:
            raise DomainError(_("Một khoản hoàn vừa đổi trạng thái. Vui lòng nhập lại tệp."), code="CHANGED_MEANWHILE")
