"""Sales at a stall ("bán tại chợ"): an amount, how it was paid, and a receipt. No order, no goods counted."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PosMethod(models.TextChoices):
    VIETQR = "vietqr", _("Chuyển khoản VietQR")
    CASH = "cash", _("Tiền mặt")


class PosSaleStatus(models.TextChoices):
    WAITING = "waiting", _("Chờ tiền về")
    PAID = "paid", _("Đã nhận tiền")
    CANCELED = "canceled", _("Đã bỏ")
    VOIDED = "voided", _("Đã hủy")  # recorded by mistake: was paid, and is reversed in the books


class PosSale(models.Model):
    """One sale at a stall, paid in cash or into the seller's own account. Its code is the receipt number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("mã"), max_length=20, unique=True)  # C-7K2P-9DXM-4H: never an order's code
    seller = models.ForeignKey(
        "cooperatives.Seller", on_delete=models.PROTECT, related_name="pos_sales", verbose_name=_("người bán")
    )
    amount = models.BigIntegerField(_("số tiền"))  # đồng
    method = models.CharField(_("cách trả tiền"), max_length=10, choices=PosMethod)
    note = models.CharField(_("ghi chú"), max_length=120, blank=True)  # what was sold, in the seller's words
    status = models.CharField(_("trạng thái"), max_length=10, choices=PosSaleStatus, default=PosSaleStatus.WAITING)
    intent_id = models.CharField(_("mã thanh toán"), max_length=40, unique=True)  # pi_…
    form_key = models.UUIDField(_("mã biểu mẫu"))  # of the form that recorded it: a repeated form records nothing
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("người ghi")
    )
    # the transfer was confirmed by the seller only
    paid_declared = models.BooleanField(_("người bán tự xác nhận"), default=False)
    is_sample = models.BooleanField(_("dữ liệu mẫu"), default=False)
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)
    paid_at = models.DateTimeField(_("trả tiền lúc"), null=True)
    voided_at = models.DateTimeField(_("hủy lúc"), null=True)
    # the seller's note: how the money was refunded
    void_reason = models.CharField(_("lý do hủy"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("lần bán tại chợ")
        verbose_name_plural = _("lần bán tại chợ")
        constraints = [
            models.UniqueConstraint(fields=["seller", "form_key"], name="orders_pos_sale_once_a_form"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="orders_pos_sale_positive"),
            models.CheckConstraint(
                condition=Q(status__in=["paid", "voided"], paid_at__isnull=False)
                | (~Q(status__in=["paid", "voided"]) & Q(paid_at__isnull=True)),
                name="orders_pos_sale_paid_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(status="voided", voided_at__isnull=False) & ~Q(void_reason="")
                | (~Q(status="voided") & Q(voided_at__isnull=True, void_reason="")),
                name="orders_pos_sale_voided_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(method="vietqr") | Q(status__in=["paid", "voided"]), name="orders_pos_sale_cash_is_paid"
            ),
        ]
        indexes = [models.Index(fields=["seller", "-created_at"], name="orders_pos_sale_of_seller")]

    def __str__(self) -> str:
        return self.code
