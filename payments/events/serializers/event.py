"""event: something that happened, as it looked when it happened."""

from typing import Any, Literal, NotRequired

from django.db.models import Count, Q, QuerySet
from pydantic import with_config
from typing_extensions import TypedDict

from payments.events.serializers.base import STRICT, seconds
from payments.models import ApiEvent


@with_config(STRICT)
class Data(TypedDict):
    object: dict[str, Any]
    previous_attributes: NotRequired[dict[str, Any]]


@with_config(STRICT)
class Request(TypedDict):
    id: str | None
    idempotency_key: str | None


@with_config(STRICT)
class EventObject(TypedDict):
    id: str
    object: Literal["event"]
    account: NotRequired[str]
    api_version: str
    created: int
    data: Data
    livemode: bool
    pending_webhooks: int
    request: Request
    type: str


def rows() -> QuerySet[ApiEvent]:
    return ApiEvent.objects.annotate(waiting=Count("deliveries", filter=Q(deliveries__status="pending")))


def render(row: ApiEvent) -> EventObject:
    told: EventObject = {
        "id": row.pk,
        "object": "event",
        "api_version": row.api_version,
        "created": seconds(row.created_at),
        "data": row.data,
        "livemode": row.livemode,
        "pending_webhooks": row.waiting,  # type: ignore[attr-defined]  # an annotation
        "request": {"id": row.request_id or None, "idempotency_key": row.idempotency_key or None},
        "type": row.type,
    }
    return {**told, "account": row.payee_id} if row.payee_id else told
