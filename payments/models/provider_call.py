"""What providers told us and what we answered, word for word: the evidence of reconciliation."""

from django.db import models
from django.db.models import Q


class ProviderMessage(models.Model):
    """One message from or to a provider. Append-only but for the decision of a person."""

    provider = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)  # "ipn", "return", "querydr", "refund_request" (ours), "refund" (the answer)
    reference = models.CharField(max_length=100, db_index=True, blank=True)
    attempt = models.ForeignKey("payments.Attempt", on_delete=models.PROTECT, null=True, related_name="messages")
    refund = models.ForeignKey("payments.Refund", on_delete=models.PROTECT, null=True, related_name="messages")
    payload = models.JSONField()
    signature_ok = models.BooleanField()
    answer = models.CharField(max_length=2, blank=True)  # RspCode: 00, 01, 02, 04, 97, 99
    at = models.DateTimeField(auto_now_add=True)
    review_reason = models.CharField(max_length=200, blank=True)  # why a person must look; empty: nothing to decide
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
