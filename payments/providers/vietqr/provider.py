"""The VietQR provider."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from payments.ledger import chart
from payments.ledger.chart import AccountName
from payments.models import Attempt, BankAccount, Collector
from payments.providers.base import ConfirmedBy, PaymentRequest, PaymentSession, Provider, TransferInstructions
from payments.providers.results import AttemptResult, Outcome
from payments.providers.vietqr import CODE, napas, payos_link, transfer_code
from payments.providers.vietqr.data import VietQRData
from payments.providers.vietqr.pictures import picture_url

MAX_AMOUNT = 499_999_999  # đồng: the limit of NAPAS 247 is below 500 million for one transfer


class VietQR(Provider):
    """A transfer into the payee's own account, or into the operator's.

    There is no refund call: whoever collected it transfers the refund and gives a proof.
    """

    code = CODE
    label = "VietQR"
    hint = _("Quét mã QR bằng ứng dụng ngân hàng của bạn.")
    confirms_by = ConfirmedBy.BANK_TRANSFER
    amounts = range(1, MAX_AMOUNT + 1)
    amount_refusal = _("Chuyển khoản nhanh chỉ nhận dưới 500 triệu đồng mỗi lần.")

    def collector_for(self, payee_id: str | None) -> Collector:
        return Collector.SELLER if payee_id else Collector.PLATFORM

    def is_available(self, payee_id: str | None, *, livemode: bool) -> bool:
        """Whether the payee shows a bank account (1 statement)."""
        return BankAccount.objects.filter(payee_id=payee_id, livemode=livemode, is_active=True).exists()

    def new_reference(self, moment: datetime) -> str:
        return transfer_code.new_code()

    def start(self, request: PaymentRequest) -> PaymentSession:
        """The current account to pay into. Raises DomainError VIETQR_NO_ACCOUNT where there is none."""
        account = BankAccount.objects.filter(
            payee_id=request.payee_id, livemode=request.livemode, is_active=True
        ).first()
        if account is None:
            raise DomainError(
                _("Người bán chưa có tài khoản nhận chuyển khoản."),
                code="VIETQR_NO_ACCOUNT",
                field="payment_method_type",
            )
        text = napas.qr_text(
            bin=account.bin, number=account.number, amount=request.amount, words={napas.PURPOSE: request.reference}
        )
        shown = VietQRData(
            bank_bin=account.bin,
            account_number=account.number,
            account_holder=account.holder,
            qr_text=text,
            qr_due_at=payos_link.due_at(account),
        )
        return PaymentSession(data=shown.document())

    def after_commit(self, attempt: Attempt) -> None:
        """Request payOS's link where payOS watches the account: its QR replaces ours."""
        if VietQRData.of(attempt).qr_due_at:
            payos_link.enqueue(attempt)

    def transfer_instructions(
        self, intent_id: str, reference: str, provider_data: Mapping[str, Any]
    ) -> TransferInstructions | None:
        shown = VietQRData.model_validate(provider_data)
        if not shown.qr_text:
            return None
        return TransferInstructions(
            bank_bin=shown.bank_bin,
            account_number=shown.account_number,
            account_holder=shown.account_holder,
            content=napas.read(shown.qr_text).purpose,  # payOS's link has its own text
            qr_text=shown.qr_text,
            picture=picture_url(intent_id, reference, shown.qr_text),
            is_pending=shown.is_pending,
            has_failed=shown.has_failed,
        )

    def query_status(self, attempt: Attempt) -> AttemptResult:
        """Always pending, since there is no status query and feeds report by themselves.

        So the attempt is closed a while after its deadline.
        """
        return AttemptResult(Outcome.PENDING)

    def capture_lines(self, amount: int, payee_id: str | None) -> Sequence[tuple[AccountName, int]]:
        if payee_id is None:
            return [
                (chart.platform_account(chart.BANK), amount),
                (chart.platform_account(chart.CUSTOMER_FUNDS), -amount),
            ]
        return [(AccountName(chart.MEMO_VIETQR, payee_id), amount), (AccountName(chart.MEMO_SALES, payee_id), -amount)]

    def charge_details(self, attempt: Attempt) -> Mapping[str, str | None]:
        shown = VietQRData.of(attempt)
        return {
            "account_name": shown.account_holder or None,
            "account_number": shown.account_number or None,
            "bank_bin": shown.bank_bin or None,
            "bank_reference": attempt.provider_ref or None,
            "reference": attempt.reference,
            "confirmed_by": attempt.confirmed_by or None,
        }

    def evidence(self, attempt: Attempt) -> Sequence[tuple[str | Promise, str]]:
        return [(_("Số giao dịch ngân hàng"), attempt.provider_ref)] if attempt.provider_ref else []
