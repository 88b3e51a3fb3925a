"""Checks of decisions in reconciliation."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import is_operator
from core.errors import DomainError, Forbidden


def require_operator(actor: User) -> None:
    """Only the operator decides whether money was received. Raises Forbidden."""
    if not is_operator(actor):
        raise Forbidden(_("Chỉ đơn vị vận hành được quyết định khi đối soát."))


def require_note(note: str) -> str:
    """The written reason of a decision. Raises DomainError REQUIRED."""
    note = note.strip()[:300]
    if not note:
        raise DomainError(_("Vui lòng ghi lý do của quyết định."), code="REQUIRED", field="note")
    return note
