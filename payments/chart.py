"""The chart of accounts: every account's code, each spelled once.

Assets (what providers and banks hold for us) stand in debit, all that is owed or earned in credit. The memo accounts
begin with "memo:": money that never was ours, written beside so that figures can count it.
"""

from dataclasses import dataclass

from payments.models import Book

PROVIDER_VNPAY = "provider:vnpay"
CUSTOMER_FUNDS = "customer_funds"  # taken, not yet allotted to a payee
PAYEE_PENDING = "payee:pending"  # owed to a payee, within the return window
PAYEE_AVAILABLE = "payee:available"  # owed and free to be paid out; below zero it is a debt
REFUNDS_TRANSIT = "refunds_transit"  # on the way back to buyers
SUSPENSE = "suspense"  # cannot be matched, or paid twice
COMMISSION = "op:commission"
MEMO_CASH = "memo:received:cash"
MEMO_SALES = "memo:sales"


@dataclass(frozen=True)
class AccountName:
    """One account of the books: a code and, where the account is a payee's own, the payee."""

    code: str
    payee_id: str | None = None

    @property
    def book(self) -> Book:
        return Book.MEMO if self.code.startswith("memo:") else Book.MAIN


def one(code: str) -> AccountName:
    """The single account of a code."""
    return AccountName(code)


def of_payee(code: str, payee_id: str) -> AccountName:
    """A payee's own account."""
    return AccountName(code, payee_id)
