"""Payouts to payees, and the batches in which they go to the bank."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from payments.models.listed import Listed


class PayoutStatus(models.TextChoices):
    """Stripe's."""

    PENDING = "pending", _("chờ gửi ngân hàng")  # taken off the balance, not yet in a file
    IN_TRANSIT = "in_transit", _("đã gửi ngân hàng")  # in a file given to the bank
    PAID = "paid", _("đã tới tài khoản")
    FAILED = "failed", _("ngân hàng trả về")
    CANCELED = "canceled", _("đã hủy")


class PayoutFailureCode(models.TextChoices):
    """Why the bank did not pay, in Stripe's codes; its own words stand in `failure_message`."""

    ACCOUNT_CLOSED = "account_closed", _("tài khoản đã đóng")
    ACCOUNT_FROZEN = "account_frozen", _("tài khoản bị phong tỏa")
    BANK_ACCOUNT_RESTRICTED = "bank_account_restricted", _("tài khoản bị hạn chế")
    COULD_NOT_PROCESS = "could_not_process", _("ngân hàng không xử lý được")
    DECLINED = "declined", _("ngân hàng từ chối")
    INCORRECT_ACCOUNT_HOLDER_NAME = "incorrect_account_holder_name", _("sai tên chủ tài khoản")
    INVALID_ACCOUNT_NUMBER = "invalid_account_number", _("sai số tài khoản")
    NO_ACCOUNT = "no_account", _("không có tài khoản này")


class PayoutBatch(Listed):
    """Payouts that went to the bank in one file."""

    id = models.CharField(primary_key=True, max_length=40)  # pb_…
    created_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người tạo")
    )

    class Meta:
        verbose_name = _("đợt chi trả")
        verbose_name_plural = _("đợt chi trả")

    def __str__(self) -> str:
        return self.id


class Payout(Listed):
    """An amount of a payee's available balance sent to its bank account, as the account was at that moment."""

    id = models.CharField(primary_key=True, max_length=40)  # po_…
    payee = models.ForeignKey(
        "payments.Payee", on_delete=models.PROTECT, related_name="payouts", verbose_name=_("bên nhận tiền")
    )
    batch = models.ForeignKey(
        PayoutBatch, on_delete=models.PROTECT, null=True, related_name="payouts", verbose_name=_("đợt chi trả")
    )
    amount = models.BigIntegerField(_("số tiền"))  # đồng
    status = models.CharField(_("trạng thái"), max_length=10, choices=PayoutStatus, default=PayoutStatus.PENDING)
    automatic = models.BooleanField(_("theo lịch"), default=False)  # by the schedule
    # in the transfer's text, so that a statement finds it
    code = models.CharField(_("mã chi trả"), max_length=20, unique=True)
    bank_bin = models.CharField(_("mã BIN ngân hàng"), max_length=6)
    bank_account_no = models.CharField(_("số tài khoản"), max_length=19)
    bank_account_name = models.CharField(_("tên chủ tài khoản"), max_length=120)
    description = models.CharField(_("mô tả"), max_length=255, blank=True)
    metadata = models.JSONField(_("dữ liệu kèm theo"), default=dict)
    bank_reference = models.CharField(_("số bút toán ngân hàng"), max_length=60, blank=True)
    failure_code = models.CharField(_("lý do không thành"), max_length=40, choices=PayoutFailureCode, blank=True)
    failure_message = models.CharField(_("lý do ngân hàng trả về"), max_length=200, blank=True)
    # not in a file before: its account was new
    send_after = models.DateTimeField(_("gửi sau"), null=True)
    arrival_on = models.DateField(_("ngày tiền tới"))  # expected, then actual
    ended_at = models.DateTimeField(_("kết thúc lúc"), null=True)

    class Meta:
        verbose_name = _("khoản chi trả")
        verbose_name_plural = _("khoản chi trả")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_payout_positive"),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "canceled"], batch__isnull=True)
                | (Q(status__in=["in_transit", "paid", "failed"]) & Q(batch__isnull=False)),
                name="payments_payout_batch",
            ),
        ]
        indexes = [models.Index(fields=["payee", "-sequence"], name="payments_payout_payee")]

    @property
    def is_held(self) -> bool:
        """Whether its account is too new to be paid."""
        return self.send_after is not None and self.send_after > clock.now()

    def __str__(self) -> str:
        return self.id
