"""The double-entry ledger: append-only, each transaction sums to zero, both held by triggers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Book(models.TextChoices):
    MAIN = "main", _("Sổ chính")  # money that is or was held for others
    MEMO = "memo", _("Sổ ghi nhớ: tiền không qua sàn")  # money that the platform never held: kept for the figures


class JournalReason(models.TextChoices):
    """Why a journal entry was written."""

    CAPTURE = "capture", _("Thu tiền")
    DUPLICATE_PAYMENT = "duplicate_payment", _("Trả hai lần, treo lại")
    TRANSFER = "transfer", _("Chia cho người bán")
    TRANSFER_REVERSAL = "transfer_reversal", _("Thu lại từ người bán")
    RELEASE = "release", _("Hết hạn đổi trả")
    REFUND = "refund", _("Lập khoản hoàn")
    REFUND_SETTLED = "refund_settled", _("Hoàn tới người mua")
    REFUND_FAILED = "refund_failed", _("Hoàn không tới")
    REFUND_CANCELED = "refund_canceled", _("Thôi hoàn")
    CASH_RECEIVED = "cash_received", _("Người bán nhận tiền mặt")
    SETTLEMENT = "settlement", _("VNPay quyết toán")
    PAYOUT = "payout", _("Chi trả")
    PAYOUT_PAID = "payout_paid", _("Chi trả đã tới")
    PAYOUT_FAILURE = "payout_failure", _("Chi trả không tới")
    PAYOUT_CANCEL = "payout_cancel", _("Thôi chi trả")
    UNMATCHED = "unmatched", _("Tiền vào chưa rõ, treo lại")
    UNMATCHED_CLEARED = "unmatched_cleared", _("Hết treo tiền vào")
    TAX_PAYMENT = "tax_payment", _("Nộp thuế đã khấu trừ")


class LedgerAccount(models.Model):
    """An account of the books: "provider:vnpay", "customer_funds", "payee:pending" of one payee."""

    code = models.CharField(_("mã tài khoản"), max_length=40)
    payee = models.ForeignKey(
        "payments.Payee", on_delete=models.PROTECT, null=True, related_name="accounts", verbose_name=_("bên nhận tiền")
    )
    book = models.CharField(_("sổ"), max_length=4, choices=Book)
    livemode = models.BooleanField(_("chạy thật"))

    class Meta:
        verbose_name = _("tài khoản sổ cái")
        verbose_name_plural = _("tài khoản sổ cái")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "payee", "livemode"], nulls_distinct=False, name="payments_account_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.payee_id or ''}".strip()


class JournalEntry(models.Model):
    """A balanced journal entry and its reason, written in the database transaction of what it records."""

    reason = models.CharField(_("lý do ghi sổ"), max_length=40, choices=JournalReason)
    reason_ref = models.CharField(_("mã của lý do"), max_length=100)  # pi_…, tr_…, re_…, an attempt's reference
    # the caller's own name for it: an order's code
    reference = models.CharField(_("mã tham chiếu"), max_length=60, blank=True)
    intent = models.ForeignKey(
        "payments.PaymentIntent",
        on_delete=models.PROTECT,
        null=True,
        related_name="ledger",
        verbose_name=_("khoản thanh toán"),
    )
    livemode = models.BooleanField(_("chạy thật"))
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("bút toán sổ cái")
        verbose_name_plural = _("bút toán sổ cái")
        constraints = [models.UniqueConstraint(fields=["reason", "reason_ref"], name="payments_reason_once")]

    def __str__(self) -> str:
        return f"{self.reason} {self.reason_ref}"


class LedgerEntry(models.Model):
    """One side of a journal entry: debit positive, credit negative, in đồng."""

    transaction = models.ForeignKey(
        JournalEntry, on_delete=models.PROTECT, related_name="entries", verbose_name=_("bút toán sổ cái")
    )
    account = models.ForeignKey(
        LedgerAccount, on_delete=models.PROTECT, related_name="entries", verbose_name=_("tài khoản")
    )
    amount = models.BigIntegerField(_("số tiền"))

    class Meta:
        verbose_name = _("vế của bút toán")
        verbose_name_plural = _("vế của bút toán")
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="payments_entry_moves")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount:+d}"
