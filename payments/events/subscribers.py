"""Subscribers of an event: the account's own endpoints, and the platform's `connect` endpoints for payees' events."""

from django.db import connection
from django.db.models import Q, QuerySet

from payments.events.types import ALL
from payments.models import ApiEvent, WebhookEndpoint


def enabled() -> QuerySet[WebhookEndpoint]:
    return WebhookEndpoint.objects.filter(is_enabled=True, deleted_at=None)


def subscribers(event: ApiEvent) -> QuerySet[WebhookEndpoint]:
    """The endpoints that were there before the event, are of its mode and account, and asked for its type.

    Disabled ones too: their events are logged as not sent.
    """
    own = Q(payee=event.payee_id, connect=False) if event.payee_id else Q(payee=None, connect=False)
    whose = own | Q(payee=None, connect=True) if event.payee_id else own
    asked = Q(enabled_events__contains=[event.type]) | Q(enabled_events__contains=[ALL])
    there = WebhookEndpoint.objects.filter(deleted_at=None, livemode=event.livemode, sequence__lt=event.sequence)
    return there.filter(whose, asked).order_by("sequence")


_SOMEONE = """
SELECT 1 FROM payments_webhookendpoint WHERE deleted_at IS NULL AND livemode = %s LIMIT 1
"""


def has_subscribers(livemode: bool) -> bool:
    """Whether there is any endpoint that asked for any event of this mode: most often there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_SOMEONE, [livemode])
        return cursor.fetchone() is not None


def may_receive(endpoint: WebhookEndpoint, event: ApiEvent) -> bool:
    """Whether an endpoint is of the event's mode and account, whatever it asked for."""
    if endpoint.livemode != event.livemode:
        return False
    if endpoint.connect:
        return event.payee_id is not None
    return endpoint.payee_id == event.payee_id
