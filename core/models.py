"""Tables of core: events and their deliveries, idempotent answers, throttles, runs of `verify`, change rows."""

from django.db import models
from django.db.models import Q


class Event(models.Model):
    """An event, written in the transaction of its cause. Never changed."""

    type = models.CharField(max_length=80)  # "order.paid"
    payload = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["type", "id"])]

    def __str__(self) -> str:
        return f"{self.type} #{self.pk}"


class Delivery(models.Model):
    """The delivery of one event to one handler, at least once. The effect and `done_at` are committed together."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=120)  # "indicators.record_sale"
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="core_delivery_once")]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(done_at__isnull=True), name="core_delivery_due"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.handler}"


class IdempotentAnswer(models.Model):
    """The stored answer of a call under its idempotency key."""

    scope = models.CharField(max_length=120)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="core_idempotent_once")]

    def __str__(self) -> str:
        return f"{self.scope}:{self.key}"


class Throttle(models.Model):
    """The number of attempts in a window of time."""

    key = models.CharField(max_length=200, primary_key=True)
    window_ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.key} × {self.count}"


class IntegrityRun(models.Model):
    """One run of `marketplace verify`: `/metrics` shows the newest. Kept for 90 days."""

    at = models.DateTimeField(auto_now_add=True)
    checks = models.PositiveIntegerField()
    failed = models.JSONField(default=list)  # names of the checks that found a mismatch

    class Meta:
        indexes = [models.Index(fields=["-at"], name="core_integrity_run_newest")]

    def __str__(self) -> str:
        return f"{self.at:%F %T}: {len(self.failed)} of {self.checks} failed"


class Change(models.Model):
    """A transaction that changed what guests are shown (core.response_cache): inserted by triggers, later folded."""

    scope = models.CharField(max_length=20)  # core.response_cache.scopes.Scope
    changes = models.BigIntegerField()  # 1; of a folded row the sum

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(changes__gt=0), name="core_change_counts")]

    def __str__(self) -> str:
        return f"{self.scope} +{self.changes}"
