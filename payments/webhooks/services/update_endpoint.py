"""Change where and of what an endpoint is told; switch it off, or drop it."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import NotFound
from core.locks import lock_row
from payments.models import DisabledReason, WebhookEndpoint
from payments.webhooks import addresses
from payments.webhooks.enabled import check_enabled
from payments.webhooks.switch import switch_off, switch_on


def update_endpoint(
    *,
    endpoint_id: str,
    url: str | None = None,
    enabled_events: Sequence[str] | None = None,
    is_enabled: bool | None = None,
    description: str | None = None,
    metadata: Mapping[str, str] | None = None,
) -> WebhookEndpoint:
    """Change what is given. Switched off, it hears nothing more; switched on, what happens from then on.

    Raises NotFound, DomainError URL_INVALID, EVENT_UNKNOWN.
    """
    with transaction.atomic():
        endpoint = _lock(endpoint_id)
        if url is not None:
            addresses.check(url, livemode=endpoint.livemode)
            endpoint.url = url
        if enabled_events is not None:
            endpoint.enabled_events = check_enabled(enabled_events)
        if description is not None:
            endpoint.description = description[:255]
        if metadata is not None:
            endpoint.metadata = dict(metadata)
        endpoint.save(update_fields=["url", "enabled_events", "description", "metadata"])
        if is_enabled:
            switch_on(endpoint)
        elif is_enabled is False:
            switch_off(endpoint, DisabledReason.REQUESTED)
        return endpoint


def delete_endpoint(*, endpoint_id: str) -> None:
    """Drop an endpoint; its log stays. Raises NotFound, also the second time."""
    with transaction.atomic():
        endpoint = _lock(endpoint_id)
        switch_off(endpoint, DisabledReason.REQUESTED)
        endpoint.deleted_at = clock.now()
        endpoint.save(update_fields=["deleted_at"])


def _lock(endpoint_id: str) -> WebhookEndpoint:
    endpoint = lock_row(WebhookEndpoint.objects.filter(pk=endpoint_id, deleted_at=None))
    if endpoint is None:
        raise NotFound(_("Không tìm thấy webhook này."))
    return endpoint
