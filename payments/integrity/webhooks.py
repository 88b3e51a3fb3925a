"""Invariants of webhooks, recomputed from their rows."""

from django.db.models import Count, F, Q

from core.integrity import CheckResult, integrity_check
from payments.models import WebhookDelivery, WebhookEndpoint


@integrity_check("payments.webhooks-tell-their-own")
def webhooks_reach_their_own_account() -> CheckResult:
    """No endpoint received another account's events, or those of the other mode."""
    platform_endpoint, platform_event = Q(endpoint__payee=None), Q(event__payee=None)
    same = Q(endpoint__payee=F("event__payee")) | (platform_endpoint & platform_event)
    right = (Q(endpoint__connect=True) & platform_endpoint & ~platform_event) | (Q(endpoint__connect=False) & same)
    known = WebhookDelivery.objects.filter(right, endpoint__livemode=F("event__livemode")).values("pk")
    bad = WebhookDelivery.objects.exclude(pk__in=known).order_by("pk")
    problems = [f"delivery {d.pk}: {d.endpoint_id} must not hear {d.event_id}" for d in bad]
    return CheckResult(WebhookDelivery.objects.count(), problems)


@integrity_check("payments.webhooks-off-say-why")
def disabled_webhooks_have_a_reason() -> CheckResult:
    """A disabled endpoint has a reason, an enabled one has none."""
    ends = WebhookEndpoint.objects.order_by("sequence")
    on, reason = Q(is_enabled=True), ~Q(disabled_reason="")
    problems = [
        f"endpoint {e.pk}: enabled {e.is_enabled}, reason {e.disabled_reason!r}"
        for e in ends.filter((on & reason) | ~(on | reason))
    ]
    return CheckResult(ends.count(), problems)


@integrity_check("payments.webhook-log-adds-up")
def webhook_log_adds_up() -> CheckResult:
    """Every delivery counts its tries, has a successful one where it is delivered, and a next one unless it has
    ended.
    """
    counted = WebhookDelivery.objects.annotate(
        logged=Count("log"), accepted=Count("log", filter=Q(log__status_code__gte=200, log__status_code__lt=300))
    )
    pending = Q(status="pending")
    bad = counted.filter(
        ~Q(tries=F("logged"))
        | Q(status="delivered", accepted=0)
        | Q(status="not_sent", logged__gt=0)
        | (pending & (Q(next_try_at=None) | Q(ended_at__isnull=False)))
        | (~pending & (Q(next_try_at__isnull=False) | Q(ended_at=None)))
    ).order_by("pk")
    problems = [
        f"delivery {d.pk} ({d.status}): {d.tries} tries, {d.logged} in the log, {d.accepted} of them heard" for d in bad
    ]
    return CheckResult(WebhookDelivery.objects.count(), problems)
