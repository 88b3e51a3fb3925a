"""The history of an order: what happened, when, and by whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HistoryCode(models.TextChoices):
    """What happened to an order: a transition (orders/transitions.py), or an event that leaves its state unchanged."""

    PLACED = "placed", _("Đã đặt hàng")
    PAID = "paid", _("Đã nhận được tiền")
    PAID_OUT_OF_STOCK = "paid_out_of_stock", _("Tiền đến khi hàng đã hết: đơn hủy, tiền được hoàn")
    PAID_AFTER_END = "paid_after_end", _("Tiền đến khi đơn đã kết thúc: tiền được hoàn")
    EXPIRED = "expired", _("Quá hạn thanh toán")
    CONFIRMED = "confirmed", _("Người bán đã nhận đơn")
    FULFILLED = "fulfilled", _("Đã giao hàng")
    FULFILLED_FOR_CASH = "fulfilled_for_cash", _("Đã giao hàng và nhận tiền mặt")
    WITHDRAWN = "withdrawn", _("Đã hủy trước khi thanh toán")
    CANCELED = "canceled", _("Đã hủy")
    CANCELED_AND_REFUNDED = "canceled_and_refunded", _("Đã hủy, tiền được hoàn")
    CANCELED_UNPROVEN = (
        "canceled_unproven",
        _("Quá hạn mà chưa ai gọi xác nhận được: đơn tự hủy, hàng về lại kệ"),
    )
    PHONE_CONFIRMED = "phone_confirmed", _("Người bán đã gọi, khách xác nhận")
    REFUNDED = "refunded", _("Đã hoàn tiền")
    RETURN_REQUESTED = "return_requested", _("Người mua đề nghị hoàn tiền")
    RETURN_DECLINED = "return_declined", _("Không đồng ý hoàn tiền")
    RETURN_WITHDRAWN = "return_withdrawn", _("Người mua rút đề nghị hoàn tiền")
    RETURN_ACCEPTED = "return_accepted", _("Đồng ý hoàn tiền")
    PARTLY_REFUNDED = "partly_refunded", _("Đã hoàn một phần tiền")
    WHOLLY_REFUNDED = "wholly_refunded", _("Đã hoàn đủ tiền")
    REVIEW_OPENED = "review_opened", _("Khoản thanh toán đang được kiểm tra")
    REVIEW_CLOSED = "review_closed", _("Đã kiểm tra xong khoản thanh toán")


class OrderHistory(models.Model):
    """One event of an order. Append-only, enforced by a trigger."""

    order = models.ForeignKey(
        "orders.Order", on_delete=models.PROTECT, related_name="history", verbose_name=_("đơn hàng")
    )
    at = models.DateTimeField(_("lúc"), auto_now_add=True)
    what = models.CharField(_("sự việc"), max_length=40, choices=HistoryCode)
    actor = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người làm")
    )
    data = models.JSONField(_("chi tiết"), default=dict)

    class Meta:
        verbose_name = _("việc đã diễn ra")
        verbose_name_plural = _("việc đã diễn ra")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.order_id} {self.what}"
