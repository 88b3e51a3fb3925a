"""Save how a partner's file is read; files imported before are not affected."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core.cleaning import clean_line
from core.errors import DomainError, NotFound
from core.locks import lock_row
from payments.base.file_import.layouts import check_layout
from payments.base.operator import require_operator
from payments.models import FileLayout


def save_layout(
    *,
    kind: str,
    name: str,
    columns: Mapping[str, Sequence[str]],
    options: Mapping[str, Any],
    actor: User,
    layout_id: int | None = None,
    is_active: bool = True,
) -> FileLayout:
    """Create a layout, or change one of the same kind.

    Raises Forbidden, NotFound, or DomainError: REQUIRED without a name, LAYOUT_INVALID with every fault in `params`,
    LAYOUT_EXISTS where another has the name.
    """
    require_operator(actor)
    name = clean_line(name)[:80]
    if not name:
        raise DomainError(_("Vui lòng đặt tên cho mẫu tệp."), code="REQUIRED", field="name")
    if problems := check_layout(kind, columns, options):
        raise DomainError(" ".join(problems), code="LAYOUT_INVALID", params={"problems": problems})
    with transaction.atomic():
        row = FileLayout(kind=kind) if layout_id is None else _lock(layout_id, kind)
        before = _facts(row) if layout_id is not None else {}
        row.name, row.columns, row.options, row.is_active = name, dict(columns), dict(options), is_active
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise DomainError(_("Đã có mẫu tệp mang tên này."), code="LAYOUT_EXISTS", field="name") from error
        record_audit(actor=actor, action="settlement.layout", obj=row, before=before, after=_facts(row))
        return row


def _lock(layout_id: int, kind: str) -> FileLayout:
    row = lock_row(FileLayout.objects.filter(pk=layout_id, kind=kind))
    if row is None:
        raise NotFound(_("Không có mẫu tệp này."))
    return row


def _facts(row: FileLayout) -> dict[str, Any]:
    return {"name": row.name, "columns": row.columns, "options": row.options, "is_active": row.is_active}
