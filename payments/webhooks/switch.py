"""Switching an endpoint off and on, under its lock: what happens meanwhile is logged as not sent."""

from core import clock
from payments.models import DisabledReason, WebhookDelivery, WebhookEndpoint
from payments.webhooks.states import FAILED, NOT_SENT, PENDING

_SWITCH = ("is_enabled", "enabled_at", "disabled_at", "disabled_reason")


def switch_off(endpoint: WebhookEndpoint, reason: DisabledReason) -> None:
    """The endpoint, locked by the caller, hears nothing more, what waited for it included. Off already: unchanged."""
    if not endpoint.is_enabled:
        return
    now = clock.now()
    endpoint.is_enabled, endpoint.disabled_at, endpoint.disabled_reason = False, now, reason
    endpoint.save(update_fields=_SWITCH)
    waiting = WebhookDelivery.objects.filter(endpoint=endpoint, status=PENDING)
    waiting.filter(tries=0).update(status=NOT_SENT, next_try_at=None, ended_at=now)
    waiting.update(status=FAILED, next_try_at=None, ended_at=now)


def switch_on(endpoint: WebhookEndpoint) -> None:
    """The endpoint, locked by the caller, hears again what happens from now on. On already: unchanged."""
    if endpoint.is_enabled:
        return
    endpoint.is_enabled, endpoint.enabled_at = True, clock.now()
    endpoint.disabled_at, endpoint.disabled_reason = None, ""
    endpoint.save(update_fields=_SWITCH)
