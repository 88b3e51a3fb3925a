"""Where a page of results ended, in a form that survives an address: the sort, the last row's value and id."""

import base64
import binascii
import json

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError

_LARGEST = 2**63 - 1


def write_cursor(sort: str, value: int, pk: int) -> str:
    """An opaque word for "after this row in this order"."""
    return base64.urlsafe_b64encode(json.dumps([sort, value, pk]).encode()).decode().rstrip("=")


def read_cursor(cursor: str, sort: str) -> tuple[int, int]:
    """(value, id) of the row after which to go on. Raises DomainError for what we never wrote, or in another order."""
    try:
        written = json.loads(base64.urlsafe_b64decode(cursor[:200] + "=" * (-len(cursor) % 4)))
        in_order, value, pk = written
        if in_order == sort and all(type(n) is int and abs(n) <= _LARGEST for n in (value, pk)):
            return value, pk
    except (binascii.Error, ValueError, TypeError, RecursionError):
        pass
    raise DomainError(_("Trang kết quả này không còn đúng. Vui lòng tìm lại từ đầu."), code="INVALID", field="after")
