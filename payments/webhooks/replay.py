"""Send an event again to an endpoint, whether it was delivered before or not."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError, NotFound
from core.locks import lock_row
from payments.events.store import may_receive
from payments.models import ApiEvent, DeliveryStatus, WebhookDelivery, WebhookEndpoint
from payments.webhooks.deliver import accepts
from payments.webhooks.jobs import deliver_soon


def replay_event(*, event_id: str, endpoint_id: str) -> WebhookDelivery:
    """Enqueue the delivery at once; within three days of its first try it is then retried as usual.

    Raises NotFound for an event or endpoint of another account or mode, DomainError ENDPOINT_DISABLED.
    """
    event = ApiEvent.objects.filter(pk=event_id).first()
    endpoint = WebhookEndpoint.objects.filter(pk=endpoint_id, deleted_at=None).first()
    if event is None or endpoint is None or not may_receive(endpoint, event):
        raise NotFound(_("Không tìm thấy sự kiện hoặc webhook này."))
    if not accepts(endpoint):
        raise DomainError(_("Webhook này đang tắt."), code="ENDPOINT_DISABLED", field="webhook_endpoint")
    with transaction.atomic():
        made, _new = WebhookDelivery.objects.get_or_create(endpoint=endpoint, event=event)
        delivery = lock_row(WebhookDelivery.objects.filter(pk=made.pk))
        assert delivery
        delivery.status, delivery.next_try_at, delivery.ended_at = DeliveryStatus.PENDING, clock.now(), None
        delivery.save(update_fields=["status", "next_try_at", "ended_at"])
        deliver_soon(delivery.pk, endpoint.pk)
        return delivery


def replay_delivery(*, delivery_id: int) -> WebhookDelivery:
    """`replay_event` for a delivery. Raises NotFound, DomainError ENDPOINT_DISABLED."""
    delivery = WebhookDelivery.objects.filter(pk=delivery_id).first()
    if delivery is None:
        raise NotFound(_("Không tìm thấy sự kiện hoặc webhook này."))
    return replay_event(event_id=delivery.event_id, endpoint_id=delivery.endpoint_id)
