"""Validated layouts: the headings of each field, and the formats of dates and amounts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from core.file_import.column_mapping import DELIMITERS, ENCODINGS, ColumnMapping, Kind
from core.text import fold
from payments.models import FileKind, FileLayout

FIELDS: Mapping[str, Mapping[str, Kind]] = {
    FileKind.VNPAY_SETTLEMENT: {
        "reference": Kind.TEXT,  # vnp_TxnRef
        "provider_ref": Kind.TEXT,  # vnp_TransactionNo
        "kind": Kind.TEXT,  # a refund where it is one of options["refund_words"]; negative amounts are refunds too
        "status": Kind.TEXT,  # success is one of options["success_words"]; without the column all lines succeeded
        "amount": Kind.AMOUNT,
        "fee": Kind.AMOUNT,
        "moment": Kind.MOMENT,
    },
    FileKind.BANK_STATEMENT: {
        "moment": Kind.MOMENT,
        "content": Kind.TEXT,
        "bank_reference": Kind.TEXT,
        "amount": Kind.AMOUNT,  # credits positive, debits negative, unless there is a `direction`
        "direction": Kind.TEXT,
        "credit": Kind.AMOUNT,
        "debit": Kind.AMOUNT,
        "balance": Kind.AMOUNT,
    },
}
# At least one field of each group must be in the layout and in the file.
REQUIRED: Mapping[str, Sequence[Sequence[str]]] = {
    FileKind.VNPAY_SETTLEMENT: [["reference"], ["amount"], ["moment"]],
    FileKind.BANK_STATEMENT: [["moment"], ["content"], ["amount", "credit", "debit"]],
}
AMOUNT_UNITS = (1, 100)


@dataclass(frozen=True, kw_only=True)
class Layout(ColumnMapping):
    """The mapping of a settlement file or a bank statement, with its units of amounts and its words."""

    shares_moment_cell: ClassVar[str] = "bank_reference"

    kind: str
    amount_unit: int = 1  # the file's units in one đồng: 100 where amounts are written ×100
    fee_unit: int = 1
    refund_words: Sequence[str] = ()
    success_words: Sequence[str] = ()
    incoming_words: Sequence[str] = ()
    outgoing_words: Sequence[str] = ()

    @property
    def required(self) -> Sequence[Sequence[str]]:
        return REQUIRED[self.kind]


_LISTS = ("date_formats", "skip_words", "refund_words", "success_words", "incoming_words", "outgoing_words")
_CHOICES: Mapping[str, Sequence[object]] = {
    "amount_unit": AMOUNT_UNITS,
    "fee_unit": AMOUNT_UNITS,
    "delimiter": ("", *DELIMITERS),
    "encoding": ("", *ENCODINGS),
}
_OTHERS = ("skip_rows", "sheet")


def layout(row: FileLayout) -> Layout:
    """The layout of a row. Raises ValueError where the row is invalid."""
    problems = check_layout(row.kind, row.columns, row.options)
    if problems:
        raise ValueError(f"layout {row.name}: {problems}")
    options = {name: value for name, value in row.options.items() if value not in (None, [])}
    return Layout(kind=row.kind, columns=row.columns, kinds=FIELDS[row.kind], **options)


def check_layout(kind: str, columns: Any, options: Any) -> list[str]:
    """The problems of a layout, as messages for its author; [] where it is valid."""
    if kind not in FIELDS:
        return [_("Loại tệp này chưa đọc được.")]
    if not isinstance(columns, dict) or not isinstance(options, dict):
        return [_("Cột và tùy chọn phải là hai bảng tên và giá trị.")]
    return [*_check_columns(kind, columns), *_check_options(options)]


def _check_columns(kind: str, columns: Mapping[str, Any]) -> list[str]:
    problems = []
    seen: dict[str, str] = {}
    for name, aliases in columns.items():
        if name not in FIELDS[kind]:
            problems.append(_("Không có trường “%(field)s” trong loại tệp này.") % {"field": name})
        elif not _is_words(aliases) or not aliases:
            problems.append(_("Trường “%(field)s” cần ít nhất một tên cột.") % {"field": name})
        else:
            for alias in aliases:
                if seen.setdefault(fold(alias), name) != name:
                    problems.append(_("Cột “%(column)s” đứng ở hai trường.") % {"column": alias})
    for group in REQUIRED[kind]:
        if not any(columns.get(name) for name in group):
            problems.append(_("Thiếu tên cột cho: %(fields)s.") % {"fields": " / ".join(group)})
    return problems


def _check_options(options: Mapping[str, Any]) -> list[str]:
    problems = []
    for name, value in options.items():
        if name in _LISTS:
            good = _is_words(value)
        elif name in _CHOICES:
            good = value in _CHOICES[name] and not isinstance(value, bool)
        elif name == "skip_rows":
            good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 200
        else:
            good = name in _OTHERS and isinstance(value, str)
        if not good:
            problems.append(_("Tùy chọn “%(option)s” không dùng được.") % {"option": name})
    formats = options.get("date_formats", [])
    if _is_words(formats):
        problems += [_("Kiểu ngày “%(text)s” không dùng được.") % {"text": f} for f in formats if not _is_format(f)]
    return problems


def _is_words(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(word, str) and word.strip() for word in value)


def _is_format(text: str) -> bool:
    """Whether a date written in the format is read as the same date."""
    day = datetime(2026, 11, 22, tzinfo=UTC)
    try:
        return datetime.strptime(day.strftime(text), text).date() == day.date()
    except (ValueError, re.error):  # a repeated directive is a duplicate group in strptime's regular expression
        return False
