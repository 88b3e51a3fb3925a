"""The chart of accounts: every account's code, each spelled once.

Assets (what providers and banks hold for us) stand in debit, all that is owed or earned in credit. The memo accounts
begin with "memo:": money that never was ours, written beside so that figures can count it.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payments.models import Book

PROVIDER_VNPAY = "provider:vnpay"
BANK = "bank"  # the operator's account for the money of others
CARRIER = "carrier"  # cash that a carrier collected for us
CUSTOMER_FUNDS = "customer_funds"  # taken, not yet allotted to a payee
PAYEE_PENDING = "payee:pending"  # owed to a payee, within the return window
PAYEE_AVAILABLE = "payee:available"  # owed and free to be paid out; below zero it is a debt
TAX_VAT = "tax_vat:payee"  # withheld of a payee's sales, owed to the state
TAX_PIT = "tax_pit:payee"
REFUNDS_TRANSIT = "refunds_transit"  # on the way back to buyers
PAYOUTS_TRANSIT = "payouts_transit"  # on the way to payees' banks
SUSPENSE = "suspense"  # cannot be matched, or paid twice
COMMISSION = "op:commission"
FEES = "op:fees"  # what providers keep; the operator bears it
LOSSES = "op:losses"
MEMO_CASH = "memo:received:cash"
MEMO_VIETQR = "memo:received:vietqr"
MEMO_SALES = "memo:sales"

LABELS: dict[str, Promise] = {
    PROVIDER_VNPAY: _("VNPay đang giữ"),
    BANK: _("Tài khoản ngân hàng thu hộ"),
    CARRIER: _("Đơn vị vận chuyển đang giữ"),
    CUSTOMER_FUNDS: _("Tiền người mua, chưa chia"),
    PAYEE_PENDING: _("Phải trả người bán, chờ hết hạn đổi trả"),
    PAYEE_AVAILABLE: _("Phải trả người bán, đã tới hạn"),
    TAX_VAT: _("Thuế GTGT đã khấu trừ, phải nộp"),
    TAX_PIT: _("Thuế TNCN đã khấu trừ, phải nộp"),
    REFUNDS_TRANSIT: _("Hoàn tiền đang xử lý"),
    PAYOUTS_TRANSIT: _("Chi trả đang xử lý"),
    SUSPENSE: _("Treo: chưa khớp hoặc trả hai lần"),
    COMMISSION: _("Hoa hồng của đơn vị vận hành"),
    FEES: _("Phí cổng thanh toán"),
    LOSSES: _("Chênh lệch đối soát"),
    MEMO_CASH: _("Tiền mặt người bán đã nhận"),
    MEMO_VIETQR: _("Chuyển khoản người bán đã nhận"),
    MEMO_SALES: _("Bán hàng thu ngoài sàn"),
}
PLATFORM_OWN = "op:"  # with customer_funds, the platform's balance


@dataclass(frozen=True)
class AccountName:
    """One account of the books: a code and, where the account is a payee's own, the payee."""

    code: str
    payee_id: str | None = None

    @property
    def book(self) -> Book:
        return Book.MEMO if self.code.startswith("memo:") else Book.MAIN

    @property
    def of_platform(self) -> bool:
        """Part of what Stripe calls the platform's balance."""
        return self.code == CUSTOMER_FUNDS or self.code.startswith(PLATFORM_OWN)

    @property
    def of_payee_balance(self) -> bool:
        """Part of a payee's balance."""
        return self.code in (PAYEE_PENDING, PAYEE_AVAILABLE)


def platform_account(code: str) -> AccountName:
    """The single account of a code."""
    return AccountName(code)


def payee_account(code: str, payee_id: str) -> AccountName:
    """A payee's own account."""
    return AccountName(code, payee_id)
