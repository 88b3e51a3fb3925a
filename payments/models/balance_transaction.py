"""Changes of balances with Stripe's types: one line for each change of the platform's or a payee's balance."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from payments.models.listed import Listed


class BalanceTransactionType(models.TextChoices):
    """What changed the balance, in Stripe's codes."""

    CHARGE = "charge", _("thu của người mua")
    REFUND = "refund", _("hoàn cho người mua")
    REFUND_FAILURE = "refund_failure", _("hoàn không tới")
    TRANSFER = "transfer", _("chia cho người bán")
    TRANSFER_REFUND = "transfer_refund", _("thu lại từ người bán")
    APPLICATION_FEE = "application_fee", _("phí hoa hồng")
    APPLICATION_FEE_REFUND = "application_fee_refund", _("trả lại phí hoa hồng")
    PAYMENT = "payment", _("nhận từ sàn")
    PAYMENT_REFUND = "payment_refund", _("trả lại cho sàn")
    PAYOUT = "payout", _("chi trả")
    PAYOUT_FAILURE = "payout_failure", _("chi trả không tới")
    PAYOUT_CANCEL = "payout_cancel", _("thôi chi trả")
    PROVIDER_FEE = "stripe_fee", _("phí của cổng thanh toán")
    ADJUSTMENT = "adjustment", _("điều chỉnh")


class BalanceTransaction(Listed):
    """A line of a balance: the platform's (payee None) or a payee's. Written with its journal entry.

    The sum of `net` over an owner's lines is the owner's balance in the ledger; `verify` checks it.
    """

    id = models.CharField(primary_key=True, max_length=40)  # txn_…
    payee = models.ForeignKey(
        "payments.Payee",
        on_delete=models.PROTECT,
        null=True,
        related_name="balance_lines",
        verbose_name=_("bên nhận tiền"),
    )
    journal_entry = models.ForeignKey(
        "payments.JournalEntry",
        on_delete=models.PROTECT,
        related_name="balance_lines",
        verbose_name=_("bút toán sổ cái"),
    )
    type = models.CharField(_("loại"), max_length=30, choices=BalanceTransactionType)
    source = models.CharField(_("đối tượng"), max_length=40)  # ch_…, tr_…, py_…, re_…, po_…
    amount = models.BigIntegerField(_("số tiền"))  # đồng, in positive, out negative
    fee = models.BigIntegerField(_("phí"), default=0)  # đồng taken off it
    # [{"type": "application_fee" | "tax", "amount": …, …}]
    fee_details = models.JSONField(_("chi tiết phí"), default=list)
    net = models.BigIntegerField(_("sau phí"))
    available_on = models.DateTimeField(_("dùng được từ"), null=True)  # None: still pending, the return window is open
    description = models.CharField(_("mô tả"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("dòng số dư")
        verbose_name_plural = _("dòng số dư")
        constraints = [
            models.CheckConstraint(condition=Q(net=F("amount") - F("fee")), name="payments_balance_line_adds_up")
        ]
        indexes = [
            models.Index(fields=["payee", "-sequence"], name="payments_balance_payee"),
            models.Index(fields=["source"], name="payments_balance_source"),
        ]

    def __str__(self) -> str:
        return self.id
