"""Reads of webhook endpoints for the operator."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from payments.models import DeliveryAttempt, DeliveryStatus, DisabledReason, WebhookEndpoint


def auto_disabled() -> QuerySet[WebhookEndpoint]:
    """Endpoints disabled after three days of failed tries, the longest disabled first (1 statement).

    `unsent`: events logged as not sent since; `last_status`, `last_answer`: of the last try.
    """
    tries = DeliveryAttempt.objects.filter(delivery__endpoint=OuterRef("pk")).order_by("-pk")
    return (
        WebhookEndpoint.objects.filter(disabled_reason=DisabledReason.DELIVERY_FAILURES, deleted_at=None)
        .select_related("payee")
        .annotate(
            unsent=Count("deliveries", filter=Q(deliveries__status=DeliveryStatus.NOT_SENT)),
            last_status=Subquery(tries.values("status_code")[:1]),
            last_answer=Subquery(tries.values("answer")[:1]),
        )
        .order_by("disabled_at", "sequence")
    )
