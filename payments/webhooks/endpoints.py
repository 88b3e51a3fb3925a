"""Endpoints: created, updated, deleted, disabled and enabled; each change is one transaction."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core import clock
from core.encryption import encrypt
from core.errors import DomainError, NotFound
from core.identifiers import new_id
from core.locks import lock_row
from payments.base.operator import require_operator
from payments.events.types import ALL, KNOWN_TYPES
from payments.models import DeliveryAttempt, DeliveryStatus, DisabledReason, WebhookDelivery, WebhookEndpoint
from payments.webhooks import addresses, signing

_STATE = ("is_enabled", "enabled_at", "disabled_at", "disabled_reason")


def create_endpoint(
    *,
    url: str,
    enabled_events: Sequence[str],
    livemode: bool,
    payee_id: str | None = None,
    connect: bool = False,
    description: str = "",
    metadata: Mapping[str, str] | None = None,
    api_version: str = "",
) -> tuple[WebhookEndpoint, str]:
    """The endpoint and its secret, which is shown this once. Raises DomainError URL_INVALID, EVENT_UNKNOWN.

    With `connect` it gets the events of the platform's payees instead of its own: only the platform may have one.
    """
    asked = _checked_types(enabled_events)
    addresses.check(url, livemode=livemode)
    secret = signing.new_secret()
    endpoint = WebhookEndpoint(
        id=new_id("we"),
        livemode=livemode,
        payee_id=payee_id,
        connect=connect and payee_id is None,
        url=url,
        encrypted_secret=encrypt(secret),
        enabled_events=asked,
        description=description[:255],
        metadata=dict(metadata or {}),
        api_version=api_version,
    )
    endpoint.save(force_insert=True)
    return endpoint, secret


def update_endpoint(
    *,
    endpoint_id: str,
    url: str | None = None,
    enabled_events: Sequence[str] | None = None,
    is_enabled: bool | None = None,
    description: str | None = None,
    metadata: Mapping[str, str] | None = None,
) -> WebhookEndpoint:
    """Change the fields that are given. A disabled endpoint gets no events; an enabled one gets those from then on.

    Raises NotFound, DomainError URL_INVALID, EVENT_UNKNOWN.
    """
    with transaction.atomic():
        endpoint = _lock(endpoint_id)
        if url is not None:
            addresses.check(url, livemode=endpoint.livemode)
            endpoint.url = url
        if enabled_events is not None:
            endpoint.enabled_events = _checked_types(enabled_events)
        if description is not None:
            endpoint.description = description[:255]
        if metadata is not None:
            endpoint.metadata = dict(metadata)
        endpoint.save(update_fields=["url", "enabled_events", "description", "metadata"])
        if is_enabled:
            _enable(endpoint)
        elif is_enabled is False:
            _disable(endpoint, DisabledReason.REQUESTED)
        return endpoint


def delete_endpoint(*, endpoint_id: str) -> None:
    """Delete an endpoint; its delivery log stays. Raises NotFound, also the second time."""
    with transaction.atomic():
        endpoint = _lock(endpoint_id)
        _disable(endpoint, DisabledReason.REQUESTED)
        endpoint.deleted_at = clock.now()
        endpoint.save(update_fields=["deleted_at"])


def enable_endpoint(*, endpoint_id: str, actor: User, resend: bool = False) -> int:
    """The operator enables an endpoint; with `resend` the events not sent meanwhile are due now. Returns their number.

    Raises Forbidden, NotFound.
    """
    require_operator(actor)
    with transaction.atomic():
        endpoint = _lock(endpoint_id)
        _enable(endpoint)
        unsent = WebhookDelivery.objects.filter(endpoint=endpoint, status=DeliveryStatus.NOT_SENT)
        due = unsent.update(status=DeliveryStatus.PENDING, next_try_at=clock.now(), ended_at=None) if resend else 0
        record_audit(
            actor=actor,
            action="webhook.enable",
            obj=endpoint,
            before={"status": "disabled"},
            after={"status": "enabled", "url": endpoint.shown_url, "resent": due},
        )
        return due


def disable_failing_endpoint(*, delivery_id: int) -> bool:
    """A delivery was given up: disable its endpoint if it accepted nothing since that delivery began.

    So only after three days of tries that all failed since it was last enabled; the operator finds it among the tasks.
    """
    with transaction.atomic():
        delivery = WebhookDelivery.objects.get(pk=delivery_id)
        endpoint = lock_row(WebhookEndpoint.objects.filter(pk=delivery.endpoint_id, is_enabled=True, deleted_at=None))
        if endpoint is None or (endpoint.enabled_at and delivery.created_at < endpoint.enabled_at):
            return False
        tries = DeliveryAttempt.objects.filter(delivery__endpoint=endpoint, at__gte=delivery.created_at)
        if tries.filter(status_code__gte=200, status_code__lt=300).exists():
            return False
        _disable(endpoint, DisabledReason.DELIVERY_FAILURES)
        record_audit(
            actor=None,
            action="webhook.disable",
            obj=endpoint,
            before={"status": "enabled"},
            after={"status": "disabled", "url": endpoint.shown_url, "tries": tries.count()},
        )
        return True


def _disable(endpoint: WebhookEndpoint, reason: DisabledReason) -> None:
    """Disable an endpoint locked by the caller, pending deliveries included. Disabled already: unchanged."""
    if not endpoint.is_enabled:
        return
    now = clock.now()
    endpoint.is_enabled, endpoint.disabled_at, endpoint.disabled_reason = False, now, reason
    endpoint.save(update_fields=_STATE)
    waiting = WebhookDelivery.objects.filter(endpoint=endpoint, status=DeliveryStatus.PENDING)
    waiting.filter(tries=0).update(status=DeliveryStatus.NOT_SENT, next_try_at=None, ended_at=now)
    waiting.update(status=DeliveryStatus.FAILED, next_try_at=None, ended_at=now)


def _enable(endpoint: WebhookEndpoint) -> None:
    """Enable an endpoint locked by the caller, for events from now on. Enabled already: unchanged."""
    if endpoint.is_enabled:
        return
    endpoint.is_enabled, endpoint.enabled_at = True, clock.now()
    endpoint.disabled_at, endpoint.disabled_reason = None, ""
    endpoint.save(update_fields=_STATE)


def _checked_types(names: Sequence[str]) -> list[str]:
    """The names, each once. Raises DomainError EVENT_UNKNOWN for none, or one that is not Stripe's."""
    names_once = list(dict.fromkeys(names))
    if not names_once:
        raise DomainError(_("Hãy chọn ít nhất một loại sự kiện."), code="EVENT_UNKNOWN", field="enabled_events")
    for name in names_once:
        if name != ALL and name not in KNOWN_TYPES:
            raise DomainError(
                _("Không có loại sự kiện “%(name)s”.") % {"name": name},
                code="EVENT_UNKNOWN",
                field="enabled_events",
                params={"name": name},
            )
    return names_once


def _lock(endpoint_id: str) -> WebhookEndpoint:
    endpoint = lock_row(WebhookEndpoint.objects.filter(pk=endpoint_id, deleted_at=None))
    if endpoint is None:
        raise NotFound(_("Không tìm thấy webhook này."))
    return endpoint
