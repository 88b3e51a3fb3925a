"""event: something that happened, as it looked at that moment."""

from typing import Any, Literal

from django.db.models import Count, Q, QuerySet

from payments.events.serializers.base import OMITTED, ApiObject, seconds
from payments.models import ApiEvent


class EventData(ApiObject):
    object: dict[str, Any]
    previous_attributes: dict[str, Any] = OMITTED


class EventRequest(ApiObject):
    id: str | None
    idempotency_key: str | None


class EventObject(ApiObject):
    id: str
    object: Literal["event"] = "event"
    account: str = OMITTED
    api_version: str
    created: int
    data: EventData
    livemode: bool
    pending_webhooks: int
    request: EventRequest
    type: str


def rows() -> QuerySet[ApiEvent]:
    return ApiEvent.objects.annotate(waiting=Count("deliveries", filter=Q(deliveries__status="pending")))


def render(row: ApiEvent) -> EventObject:
    return EventObject(
        id=row.pk,
        account=row.payee_id or OMITTED,
        api_version=row.api_version,
        created=seconds(row.created_at),
        data=EventData(**row.data),
        livemode=row.livemode,
        pending_webhooks=row.waiting,  # type: ignore[attr-defined]  # an annotation
        request=EventRequest(id=row.request_id or None, idempotency_key=row.idempotency_key or None),
        type=row.type,
    )
