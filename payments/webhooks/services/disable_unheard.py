"""Disable an endpoint that has accepted no delivery for three days."""

from django.db import transaction

from accounts.services.record_audit import record_audit
from core.locks import lock_row
from payments.models import DeliveryAttempt, DisabledReason, WebhookDelivery, WebhookEndpoint
from payments.webhooks.switch import switch_off


def disable_failing_endpoint(*, delivery_id: int) -> bool:
    """A delivery was given up: its endpoint is switched off where it took nothing at all since that delivery began.

    So only after three days of tries, all in vain since it was last switched on; the operator finds it at the desk.
    """
    with transaction.atomic():
        delivery = WebhookDelivery.objects.get(pk=delivery_id)
        endpoint = lock_row(WebhookEndpoint.objects.filter(pk=delivery.endpoint_id, is_enabled=True, deleted_at=None))
        if endpoint is None or (endpoint.enabled_at and delivery.created_at < endpoint.enabled_at):
            return False
        tries = DeliveryAttempt.objects.filter(delivery__endpoint=endpoint, at__gte=delivery.created_at)
        if tries.filter(status_code__gte=200, status_code__lt=300).exists():
            return False
        switch_off(endpoint, DisabledReason.DELIVERY_FAILURES)
        record_audit(
            actor=None,
            action="webhook.disable",
            obj=endpoint,
            before={"status": "enabled"},
            after={"status": "disabled", "url": endpoint.shown_url, "tries": tries.count()},
        )
        return True
