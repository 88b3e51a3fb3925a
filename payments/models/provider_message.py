"""Messages from and to providers, stored as they came: the evidence of reconciliation."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MessageKind(models.TextChoices):
    IPN = "ipn", _("Báo kết quả (IPN)")
    RETURN = "return", _("Trình duyệt quay về")
    STATUS_QUERY = "status_query", _("Trả lời khi sàn hỏi kết quả")
    REFUND_REQUEST = "refund_request", _("Sàn gửi lệnh hoàn")
    REFUND = "refund", _("Trả lời lệnh hoàn")
    FEED = "feed", _("Dịch vụ báo tiền về gọi")


class ReviewReason(models.TextChoices):
    """Why a person must decide on a signed message. Open messages of one reference and reason count once."""

    UNKNOWN_REFERENCE = "unknown_reference", _("IPN đúng chữ ký nhưng không khớp lần trả tiền nào của sàn")
    WRONG_AMOUNT = "wrong_amount", _("IPN đúng chữ ký nhưng khác số tiền")
    CONFLICT = "conflict", _("IPN trái với kết quả đã ghi")
    QUERY_OTHER_PAYMENT = "query_other_payment", _("Trả lời khi sàn hỏi kết quả nói về một giao dịch khác")
    QUERY_WRONG_AMOUNT = "query_wrong_amount", _("Trả lời khi sàn hỏi kết quả ghi một số tiền khác")
    REFUND_OTHER_PAYMENT = "refund_other_payment", _("Trả lời lệnh hoàn nói về một giao dịch khác")
    REFUND_WRONG_AMOUNT = "refund_wrong_amount", _("Trả lời lệnh hoàn ghi một số tiền khác")
    REFUND_CONFLICT = "refund_conflict", _("Trả lời về khoản hoàn trái với quyết định đã ghi")


class ProviderMessage(models.Model):
    """One message from or to a provider. Append-only but for the decision of a person."""

    provider = models.CharField(_("cổng thanh toán"), max_length=10)
    kind = models.CharField(_("loại"), max_length=20, choices=MessageKind)
    reference = models.CharField(_("mã tham chiếu"), max_length=100, db_index=True, blank=True)
    attempt = models.ForeignKey(
        "payments.Attempt", on_delete=models.PROTECT, null=True, related_name="messages", verbose_name=_("lần trả tiền")
    )
    refund = models.ForeignKey(
        "payments.Refund",
        on_delete=models.PROTECT,
        null=True,
        related_name="messages",
        verbose_name=_("khoản hoàn tiền"),
    )
    payload = models.JSONField(_("nội dung nhận được"))
    signature_ok = models.BooleanField(_("đúng chữ ký"))
    answer = models.CharField(_("sàn đáp"), max_length=2, blank=True)  # RspCode: 00, 01, 02, 04, 97, 99
    at = models.DateTimeField(_("lúc"), auto_now_add=True)
    # "": nothing to decide
    review_reason = models.CharField(_("lý do cần xem"), max_length=40, choices=ReviewReason, blank=True)
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True)
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người quyết định")
    )
    decision = models.CharField(_("quyết định"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("thông báo của cổng thanh toán")
        verbose_name_plural = _("thông báo của cổng thanh toán")
        indexes = [
            models.Index(
                fields=["at"], condition=~Q(review_reason="") & Q(decided_at__isnull=True), name="payments_message_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.kind} {self.reference}"
