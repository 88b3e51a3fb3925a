"""One decision on many similar differences of a settlement file: each is decided as if it stood alone."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import DomainError, Forbidden
from payments.base.operator import require_note, require_operator
from payments.reconciliation.services.resolve_line import resolve_line

MOST = 100  # lines at once: as many as a person can check


@dataclass
class BulkResult:
    """How many were decided, and why the others were not."""

    done: int = 0
    refused: dict[int, str] = field(default_factory=dict)  # by line


def bulk_resolve(*, line_ids: Collection[int], decision: str, note: str, actor: User) -> BulkResult:
    """Decide each line in a transaction of its own; one that cannot be decided stays open, with its reason.

    Raises Forbidden, or DomainError before anything is done: REQUIRED without a note or a line, TOO_MANY.
    """
    note = require_note(note)
    require_operator(actor)
    ids = sorted(set(line_ids))
    if not ids:
        raise DomainError(_("Vui lòng chọn ít nhất một dòng."), code="REQUIRED", field="lines")
    if len(ids) > MOST:
        raise DomainError(_("Mỗi lần quyết định nhiều nhất 100 dòng."), code="TOO_MANY", field="lines")
    decided = BulkResult()
    for line_id in ids:
        try:
            resolve_line(line_id=line_id, decision=decision, note=note, actor=actor)
        except Forbidden:
            raise
        except DomainError as refusal:
            decided.refused[line_id] = str(refusal.message)
        else:
            decided.done += 1
    return decided
