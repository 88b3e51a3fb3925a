"""Cursors of search results: an opaque string that fits into an address."""

import base64
import binascii
import json

from django.utils.translation import gettext_lazy as _

from catalog.search.engine import Position
from core.errors import DomainError

_LARGEST = 2**63 - 1


def write_cursor(sort: str, position: Position) -> str:
    """The cursor for "after this position in this order"."""
    return base64.urlsafe_b64encode(json.dumps([sort, position.value, position.pk]).encode()).decode().rstrip("=")


def read_cursor(cursor: str, sort: str) -> Position:
    """The position to continue after. Raises DomainError for a cursor that we did not write, or of another order."""
    try:
        written = json.loads(base64.urlsafe_b64decode(cursor[:200] + "=" * (-len(cursor) % 4)))
        in_order, value, pk = written
        if in_order == sort and all(type(n) is int and abs(n) <= _LARGEST for n in (value, pk)):
            return Position(value, pk)
    except (binascii.Error, ValueError, TypeError, RecursionError):
        pass
    raise DomainError(_("Trang kết quả này không còn đúng. Vui lòng tìm lại từ đầu."), code="INVALID", field="after")
