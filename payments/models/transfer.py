"""Transfers to payees and their reversals."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from payments.models.listed import Listed


class Transfer(Listed):
    """A payee's share of an intent, not yet paid out.

    The payee gets `amount - commission - vat - pit`. Reversals are counted cumulatively, so that after any number of
    partial reversals the last one brings commission and tax exactly to zero.
    """

    id = models.CharField(primary_key=True, max_length=40)  # tr_…
    # py_…: the transfer as the payee sees it
    payment_id = models.CharField(_("mã khoản thu của bên nhận"), max_length=40, unique=True, null=True)
    fee_id = models.CharField(_("mã phí"), max_length=40, unique=True, null=True)  # fee_…, where there is a commission
    intent = models.ForeignKey(
        "payments.PaymentIntent", on_delete=models.PROTECT, related_name="transfers", verbose_name=_("khoản thanh toán")
    )
    payee = models.ForeignKey(
        "payments.Payee", on_delete=models.PROTECT, related_name="transfers", verbose_name=_("bên nhận tiền")
    )
    amount = models.BigIntegerField(_("số tiền"))  # đồng, before commission and tax
    commission = models.BigIntegerField(_("phí hoa hồng"), default=0)  # đồng, kept by the operator
    vat = models.BigIntegerField(_("thuế GTGT"), default=0)  # đồng, withheld
    pit = models.BigIntegerField(_("thuế TNCN"), default=0)  # đồng, withheld
    reversed = models.BigIntegerField(_("đã thu lại"), default=0)  # đồng of `amount` reversed
    # đồng of `reversed` whose commission was returned too
    fee_base_reversed = models.BigIntegerField(_("đã thu lại kèm phí"), default=0)
    commission_reversed = models.BigIntegerField(_("hoa hồng đã hoàn"), default=0)
    vat_reversed = models.BigIntegerField(_("thuế GTGT đã hoàn"), default=0)
    pit_reversed = models.BigIntegerField(_("thuế TNCN đã hoàn"), default=0)
    # the return window has ended: pending became available
    released_at = models.DateTimeField(_("hết hạn đổi trả lúc"), null=True)
    reference = models.CharField(_("mã tham chiếu"), max_length=60)  # the caller's own name for it: an order's code
    transfer_group = models.CharField(_("nhóm chuyển tiền"), max_length=80, blank=True)
    description = models.CharField(_("mô tả"), max_length=255, blank=True)
    metadata = models.JSONField(_("dữ liệu kèm theo"), default=dict)

    class Meta:
        verbose_name = _("khoản chia cho người bán")
        verbose_name_plural = _("khoản chia cho người bán")
        constraints = [
            models.UniqueConstraint(fields=["intent", "reference"], name="payments_transfer_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, commission__gte=0, vat__gte=0, pit__gte=0)
                & Q(amount__gte=F("commission") + F("vat") + F("pit"))
                & Q(reversed__gte=0, reversed__lte=F("amount"))
                & Q(fee_base_reversed__gte=0, fee_base_reversed__lte=F("reversed"))
                & Q(commission_reversed__gte=0, commission_reversed__lte=F("commission"))
                & Q(vat_reversed__gte=0, vat_reversed__lte=F("vat"))
                & Q(pit_reversed__gte=0, pit_reversed__lte=F("pit")),
                name="payments_transfer_amounts",
            ),
        ]
        indexes = [models.Index(fields=["payee", "-sequence"], name="payments_transfer_payee")]

    def __str__(self) -> str:
        return self.id


class TransferReversal(Listed):
    """A partial or full reversal of a transfer. Append-only."""

    id = models.CharField(primary_key=True, max_length=40)  # trr_…
    transfer = models.ForeignKey(
        Transfer, on_delete=models.PROTECT, related_name="reversals", verbose_name=_("khoản chia cho người bán")
    )
    refund = models.ForeignKey(
        "payments.Refund",
        on_delete=models.PROTECT,
        null=True,
        related_name="reversals",
        verbose_name=_("khoản hoàn tiền"),
    )
    amount = models.BigIntegerField(_("số tiền"))  # đồng of the transfer
    commission = models.BigIntegerField(_("phí hoa hồng"), default=0)  # đồng of it that the operator returned
    vat = models.BigIntegerField(_("thuế GTGT"), default=0)
    pit = models.BigIntegerField(_("thuế TNCN"), default=0)
    # The returned sales, as the caller named them (tax_rules.withholding.Sale); []: all, in proportion.
    sales = models.JSONField(_("hàng đã trả lại"), default=list)
    description = models.CharField(_("mô tả"), max_length=255, blank=True)
    metadata = models.JSONField(_("dữ liệu kèm theo"), default=dict)

    class Meta:
        verbose_name = _("khoản thu lại từ người bán")
        verbose_name_plural = _("khoản thu lại từ người bán")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="payments_reversal_positive")]

    def __str__(self) -> str:
        return self.id
