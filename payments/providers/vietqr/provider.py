"""VietQR as one of the providers."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from payments.base.errors import require_amount_within
from payments.ledger import chart
from payments.ledger.chart import AccountName
from payments.models import Attempt, BankAccount, Collector, Refund
from payments.providers.base import (
    AttemptResult,
    Destination,
    Outcome,
    PaymentRequest,
    PaymentSession,
    RefundOutcome,
    RefundResult,
)
from payments.providers.vietqr import napas, payos_link, transfer_code

MAX_AMOUNT = 499_999_999  # đồng: NAPAS 247 carries less than 500 million in one transfer


class VietQR:
    """A transfer into the payee's own account, or into the operator's."""

    code = "vietqr"
    refunds_by_call = False
    supports_status_query = False

    def collector_for(self, payee_id: str | None) -> Collector:
        return Collector.SELLER if payee_id else Collector.PLATFORM

    def new_reference(self, moment: datetime) -> str:
        return transfer_code.new_code()

    def check_amount(self, amount: int) -> None:
        message = _("Chuyển khoản nhanh chỉ nhận dưới 500 triệu đồng mỗi lần.")
        require_amount_within(amount, range(1, MAX_AMOUNT + 1), message)

    def start(self, visit: PaymentRequest) -> PaymentSession:
        """The account to pay into, as it is now; DomainError VIETQR_NO_ACCOUNT where there is none."""
        account = BankAccount.objects.filter(payee_id=visit.payee_id, livemode=visit.livemode, is_active=True).first()
        if account is None:
            raise DomainError(
                _("Người bán chưa có tài khoản nhận chuyển khoản."),
                code="VIETQR_NO_ACCOUNT",
                field="payment_method_type",
            )
        text = napas.qr_text(
            bin=account.bin, number=account.number, amount=visit.amount, words={napas.PURPOSE: visit.reference}
        )
        return PaymentSession(
            destination=Destination(account.bin, account.number, account.holder),
            qr_text=text,
            qr_due_at=payos_link.due_at(account),
        )

    def after_commit(self, attempt: Attempt) -> None:
        """Where payOS watches the account, its own link's QR is shown in place of ours."""
        if attempt.qr_due_at:
            payos_link.enqueue(attempt)

    def query_status(self, attempt: Attempt) -> AttemptResult:
        """Nobody can be asked, feeds tell by themselves: pending, so that it is closed a while after its deadline."""
        return AttemptResult(Outcome.PENDING)

    def refund(self, refund: Refund, attempt: Attempt) -> RefundResult:
        """A transfer has no way back: whoever collected it transfers by hand, with a proof."""
        return RefundResult(RefundOutcome.BY_HAND)

    def capture_lines(self, amount: int, payee_id: str | None) -> Sequence[tuple[AccountName, int]]:
        if payee_id is None:
            return [
                (chart.platform_account(chart.BANK), amount),
                (chart.platform_account(chart.CUSTOMER_FUNDS), -amount),
            ]
        return [(AccountName(chart.MEMO_VIETQR, payee_id), amount), (AccountName(chart.MEMO_SALES, payee_id), -amount)]

    def decline_code(self, response_code: str) -> str:
        return ""
