"""Events of the API are kept for 30 days, as Stripe keeps its own: they hold what clients wrote about buyers."""

from datetime import timedelta

from django.db import transaction

from core import clock
from core.locks import lock_rows
from payments.models import ApiEvent, DeliveryAttempt, DeliveryStatus, WebhookDelivery

KEEP = timedelta(days=30)  # also in the trigger that refuses to delete a younger event
AT_ONCE = 1_000  # events in one transaction


def delete_old_events() -> int:
    """Delete events older than 30 days with their deliveries, and return how many. An event with a pending delivery
    stays until that has ended.
    """
    deleted, ids = 0, _some_old()
    while ids:
        deleted += _delete(ids)
        ids = _some_old(after=ids[-1])
    return deleted


def _some_old(after: str = "") -> list[str]:
    old = ApiEvent.objects.filter(created_at__lt=clock.now() - KEEP, pk__gt=after)
    return list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _delete(ids: list[str]) -> int:
    """A delivery that is replayed meanwhile waits for this lock, or keeps its event by its foreign key."""
    deliveries = lock_rows(WebhookDelivery.objects.filter(event__in=ids))
    pending = {delivery.event_id for delivery in deliveries if delivery.status == DeliveryStatus.PENDING}
    ended = [delivery.pk for delivery in deliveries if delivery.event_id not in pending]
    DeliveryAttempt.objects.filter(delivery__in=ended).delete()
    WebhookDelivery.objects.filter(pk__in=ended).delete()
    return ApiEvent.objects.filter(pk__in=set(ids) - pending).delete()[0]
