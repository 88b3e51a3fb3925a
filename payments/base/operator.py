"""Who decides at the reconciliation desk."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import is_operator
from core.errors import DomainError, Forbidden


def require_operator(actor: User) -> None:
    """Only the operator's people say whether money came. Raises Forbidden, whichever page or command asks."""
    if not is_operator(actor):
        raise Forbidden(_("Chỉ đơn vị vận hành được quyết định khi đối soát."))


def require_note(note: str) -> str:
    """The reason of a decision, in writing; raises DomainError REQUIRED."""
    note = note.strip()[:300]
    if not note:
        raise DomainError(_("Vui lòng ghi lý do của quyết định."), code="REQUIRED", field="note")
    return note
