"""The lines of a VNPay settlement file: what they say they took, gave back, and kept as fee."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from payments.base.file_import.layouts import Layout
from payments.base.file_import.reader import Row, read
from payments.models import LineKind


@dataclass(frozen=True)
class SettlementFileLine:
    """One line as the partner means it. Amounts in đồng."""

    row: int
    kind: LineKind
    reference: str  # vnp_TxnRef
    provider_ref: str  # vnp_TransactionNo
    amount: int  # positive, for refunds too
    fee: int  # kept by the partner; below zero: given back with a refund
    day: date  # in Việt Nam
    raw: Mapping[str, str]


def read_settlement(data: bytes, layout: Layout) -> list[SettlementFileLine]:
    """Every line of a settlement file, in its order. Raises FileRefused."""
    table = read(data, layout)
    lines: list[SettlementFileLine] = []
    problems: list[tuple[Row, str, str]] = []
    for row in table.rows:
        wrong = _wrong(row, layout)
        if wrong:
            problems += [(row, name, text) for name, text in wrong]
            continue
        kind = _kind(row, layout)
        fee = row.amounts.get("fee", 0)
        lines.append(
            SettlementFileLine(
                row=row.number,
                kind=kind,
                reference=row.texts["reference"],
                provider_ref=row.texts.get("provider_ref", ""),
                amount=abs(row.amounts["amount"]),
                # Some write what they keep with a minus. A payment's fee is never given to us.
                fee=abs(fee) if kind is LineKind.PAYMENT else fee,
                day=row.moments["moment"].date(),
                raw=row.raw,
            )
        )
    table.refuse(problems)
    return lines


def _kind(row: Row, layout: Layout) -> LineKind:
    status = row.texts.get("status", "")
    done = not status or not layout.success_words or layout.means(layout.success_words, status)
    is_refund = row.amounts["amount"] < 0 or layout.means(layout.refund_words, row.texts.get("kind", ""))
    if is_refund:
        return LineKind.REFUND if done else LineKind.REFUSED
    return LineKind.PAYMENT if done else LineKind.FAILED


def _wrong(row: Row, layout: Layout) -> list[tuple[str, str]]:
    """(field, text) of everything that keeps a line from meaning something."""
    problems = []
    if not row.texts["reference"]:
        problems.append(("reference", _("để trống.")))
    if len(row.texts["reference"]) > 100 or len(row.texts.get("provider_ref", "")) > 40:
        problems.append(("reference", _("dài hơn mọi mã có thể có.")))
    amount = row.amounts.get("amount")
    if not amount:
        problems.append(("amount", _("để trống hoặc bằng 0.")))
    elif abs(row.amounts.get("fee", 0)) > abs(amount):
        problems.append(("fee", _("lớn hơn số tiền.")))
    return problems
