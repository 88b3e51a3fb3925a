"""Messages from and to providers, stored as they came: the evidence of reconciliation."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MessageKind(models.TextChoices):
    IPN = "ipn", _("VNPay báo (IPN)")
    RETURN = "return", _("Trình duyệt quay về")
    QUERYDR = "querydr", _("Sàn hỏi VNPay (querydr)")
    REFUND_REQUEST = "refund_request", _("Sàn gửi lệnh hoàn")
    REFUND = "refund", _("VNPay trả lời lệnh hoàn")
    FEED = "feed", _("Dịch vụ báo tiền về gọi")


class ReviewReason(models.TextChoices):
    """Why a person must look at a signed message. Open messages of one reference and reason are counted once."""

    UNKNOWN_REFERENCE = "unknown_reference", _("IPN đúng chữ ký nhưng không khớp lần trả tiền nào của sàn")
    WRONG_AMOUNT = "wrong_amount", _("IPN đúng chữ ký nhưng khác số tiền")
    CONFLICT = "conflict", _("IPN trái với kết quả đã ghi")
    QUERY_OTHER_PAYMENT = "query_other_payment", _("VNPay (querydr) trả lời về một giao dịch khác")
    QUERY_WRONG_AMOUNT = "query_wrong_amount", _("VNPay (querydr) nói một số tiền khác")
    REFUND_OTHER_PAYMENT = "refund_other_payment", _("VNPay (refund) trả lời về một giao dịch khác")
    REFUND_WRONG_AMOUNT = "refund_wrong_amount", _("VNPay (refund) nói một số tiền khác")
    REFUND_CONFLICT = "refund_conflict", _("Trả lời về khoản hoàn trái với quyết định đã ghi")


class ProviderMessage(models.Model):
    """One message from or to a provider. Append-only but for the decision of a person."""

    provider = models.CharField(max_length=10)
    kind = models.CharField(max_length=20, choices=MessageKind)
    reference = models.CharField(max_length=100, db_index=True, blank=True)
    attempt = models.ForeignKey("payments.Attempt", on_delete=models.PROTECT, null=True, related_name="messages")
    refund = models.ForeignKey("payments.Refund", on_delete=models.PROTECT, null=True, related_name="messages")
    payload = models.JSONField()
    signature_ok = models.BooleanField()
    answer = models.CharField(max_length=2, blank=True)  # RspCode: 00, 01, 02, 04, 97, 99
    at = models.DateTimeField(auto_now_add=True)
    review_reason = models.CharField(max_length=40, choices=ReviewReason, blank=True)  # "": nothing to decide
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["at"], condition=~Q(review_reason="") & Q(decided_at__isnull=True), name="payments_message_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.kind} {self.reference}"
