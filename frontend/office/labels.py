"""Labels of accounts, reasons, refunds and provider messages for the operator."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.money import format_dong
from payments.ledger import chart
from payments.ledger.queries import TrialLine
from payments.models import Book as LedgerBook
from payments.models import FeedKind, JournalReason, ProviderMessage, RefundReason, RefundStatus, TaxCategory
from payments.sdk import payment_methods

SHOWN = 50  # the number shown of a work list


@dataclass(frozen=True)
class Line:
    name: str
    code: str
    accounts: int
    account_id: int | None
    debit: int | None
    credit: int | None


@dataclass(frozen=True)
class Book:
    """One book of one mode: its accounts, and whether both sides agree."""

    name: str
    livemode: bool
    lines: list[Line]
    debit: int
    credit: int

    @property
    def balanced(self) -> bool:
        return self.debit == self.credit


def _label(choices: type[TextChoices], code: str) -> str:
    """The label of a code; an unknown code is shown as it is."""
    return str(choices(code).label) if code in choices.values else code


def account(code: str) -> str:
    return str(chart.LABELS.get(code, code))


def tax_group(category: str) -> str:
    return _label(TaxCategory, category)


def cause(code: str) -> str:
    return _label(JournalReason, code)


def reason(code: str) -> str:
    return _label(RefundReason, code)


def refund_status(status: str) -> str:
    return _label(RefundStatus, status)


def provider(code: str) -> str:
    """The label of a provider or of a bank feed: "vnpay" → "VNPay"."""
    if code in FeedKind.values:
        return str(FeedKind(code).label)
    try:
        return str(payment_methods.retrieve(code).label)
    except DomainError:  # stored under a code that is no longer registered
        return code


def message_kind(message: ProviderMessage) -> str:
    """Who called, and what for: "VNPay · Báo kết quả (IPN)"."""
    return f"{provider(message.provider)} · {message.get_kind_display()}"


def gateway_codes(message: ProviderMessage) -> str:
    """VNPay's code of the answer and of the transaction: "00 / 02"."""
    names = ("vnp_ResponseCode", "vnp_TransactionStatus")
    return " / ".join(str(message.payload.get(name) or "–") for name in names)


def gateway_amount(message: ProviderMessage) -> str:
    """VNPay's amount is × 100: "24500000" → "245.000 đ"; other text unchanged."""
    text = str(message.payload.get("vnp_Amount") or "")
    if text.isascii() and text.isdecimal() and len(text) <= 15 and text.endswith("00"):
        return format_dong(int(text) // 100)
    return text or "–"


def books(trial: Iterable[TrialLine]) -> list[Book]:
    """The trial balance ("bảng cân đối phát sinh") by book and mode, in the order it comes."""
    grouped: dict[tuple[bool, str], list[TrialLine]] = {}
    for line in trial:
        grouped.setdefault((line.livemode, line.book), []).append(line)
    return [_book(livemode, book, lines) for (livemode, book), lines in grouped.items()]


def _book(livemode: bool, book: str, lines: list[TrialLine]) -> Book:
    name = str(LedgerBook(book).label)
    return Book(
        name=name if livemode else _("%(book)s (chế độ thử)") % {"book": name},
        livemode=livemode,
        lines=[
            Line(
                account(line.code),
                line.code,
                line.accounts,
                line.account_id,
                line.sum if line.sum > 0 else None,
                -line.sum if line.sum < 0 else None,
            )
            for line in lines
        ],
        debit=sum(line.sum for line in lines if line.sum > 0),
        credit=-sum(line.sum for line in lines if line.sum < 0),
    )
