"""What programs outside use: keys, events as they were told, endpoints that hear them, checkout sessions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from payments.models.listed import Listed


class ApiKey(models.Model):
    """A key of the platform (payee None) or of one payee, live or test. Only its hash is kept."""

    payee = models.ForeignKey("payments.Payee", on_delete=models.PROTECT, null=True, related_name="keys")
    livemode = models.BooleanField()
    kind = models.CharField(max_length=10, choices=[("secret", "secret"), ("restricted", "restricted")])
    name = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the whole key, which is random enough for it
    last4 = models.CharField(max_length=4)
    permissions = models.JSONField(default=dict)  # restricted: {"*": "read"} or {"refunds": "write", …}
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} …{self.last4}"


class ApiEvent(Listed):
    """Something that happened, as it was rendered once in the pinned API version. Append-only."""

    id = models.CharField(primary_key=True, max_length=40)  # evt_…
    payee = models.ForeignKey("payments.Payee", on_delete=models.PROTECT, null=True, related_name="+")
    type = models.CharField(max_length=80)
    api_version = models.CharField(max_length=40)
    data = models.JSONField()  # {"object": …, "previous_attributes": …}
    request_id = models.CharField(max_length=40, blank=True)  # req_…, where a call of the API caused it
    idempotency_key = models.CharField(max_length=255, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["payee", "-sequence"], name="payments_event_payee"),
            models.Index(fields=["type", "-sequence"], name="payments_event_type"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.id}"


class DisabledReason(models.TextChoices):
    """Why an endpoint is disabled; "" while it is enabled."""

    REQUESTED = "requested", _("chủ webhook tắt")
    DELIVERY_FAILURES = "delivery_failures", _("không nhận được gì trong ba ngày")


class WebhookEndpoint(Listed):
    """An address to which events are delivered."""

    id = models.CharField(primary_key=True, max_length=40)  # we_…
    payee = models.ForeignKey("payments.Payee", on_delete=models.PROTECT, null=True, related_name="+")
    connect = models.BooleanField(default=False)  # a platform's endpoint that hears its payees' events
    url = models.CharField(max_length=500)
    encrypted_secret = models.TextField()  # core.encryption: whsec_…
    enabled_events = ArrayField(models.CharField(max_length=80))  # ["*"] or names
    description = models.CharField(max_length=255, blank=True)
    metadata = models.JSONField(default=dict)
    api_version = models.CharField(max_length=40, blank=True)
    is_enabled = models.BooleanField(default=True)
    enabled_at = models.DateTimeField(null=True)  # since when again, after it was off; None: since it was made
    disabled_at = models.DateTimeField(null=True)  # None: it is on
    disabled_reason = models.CharField(max_length=20, choices=DisabledReason, blank=True)
    deleted_at = models.DateTimeField(null=True)  # its log stays

    def __str__(self) -> str:
        return self.shown_url

    @property
    def shown_url(self) -> str:
        """Without its query, in which some keep a secret of their own."""
        return self.url.partition("?")[0]


class DeliveryStatus(models.TextChoices):
    """What became of an event for one endpoint."""

    PENDING = "pending", _("chờ gửi")  # due now or later
    DELIVERED = "delivered", _("đã gửi")  # answered with 2xx
    FAILED = "failed", _("gửi không được")  # given up after three days
    NOT_SENT = "not_sent", _("không gửi")  # its endpoint was disabled


class WebhookDelivery(models.Model):
    """One event for one endpoint: tried until it is heard or three days have passed; not sent where it was off."""

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.PROTECT, related_name="deliveries")
    event = models.ForeignKey(ApiEvent, on_delete=models.PROTECT, related_name="deliveries")
    status = models.CharField(max_length=10, choices=DeliveryStatus.choices, default=DeliveryStatus.PENDING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "webhook deliveries"
        constraints = [models.UniqueConstraint(fields=["endpoint", "event"], name="payments_webhook_once")]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(status=DeliveryStatus.PENDING), name="payments_webhook_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.endpoint_id}"


class DeliveryAttempt(models.Model):
    """One call of an endpoint: the delivery log. Append-only."""

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.PROTECT, related_name="log")
    at = models.DateTimeField(auto_now_add=True)
    status_code = models.PositiveSmallIntegerField(null=True)  # None: no answer
    milliseconds = models.PositiveIntegerField()
    answer = models.CharField(max_length=500, blank=True)  # the beginning of the body, or why there was none

    class Meta:
        verbose_name_plural = "webhook tries"

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.status_code or self.answer}"


class CheckoutSession(Listed):
    """A hosted page where a buyer chooses how to pay an intent."""

    id = models.CharField(primary_key=True, max_length=80)  # cs_test_…
    payee = models.ForeignKey("payments.Payee", on_delete=models.PROTECT, null=True, related_name="+")
    # Made with the session, so that the page has something to pay.
    intent = models.OneToOneField("payments.PaymentIntent", on_delete=models.PROTECT, related_name="session")
    status = models.CharField(max_length=10, choices=[(s, s) for s in ("open", "complete", "expired")], default="open")
    success_url = models.CharField(max_length=2000, blank=True)
    cancel_url = models.CharField(max_length=2000, blank=True)
    client_reference_id = models.CharField(max_length=200, blank=True)
    customer_email = models.EmailField(blank=True)
    locale = models.CharField(max_length=10, blank=True)
    line_items = models.JSONField(default=list)  # [{"name", "quantity", "unit_amount", …}], amounts in đồng
    metadata = models.JSONField(default=dict)
    expires_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.id
