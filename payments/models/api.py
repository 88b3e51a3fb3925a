"""Tables of the API: keys, events, webhook endpoints and deliveries, checkout sessions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from payments.models.listed import Listed


class ApiKeyKind(models.TextChoices):
    SECRET = "secret", _("toàn quyền")
    RESTRICTED = "restricted", _("giới hạn quyền")


class ApiKey(models.Model):
    """A key of the platform (payee None) or of one payee, live or test. Only its hash is stored."""

    payee = models.ForeignKey(
        "payments.Payee", on_delete=models.PROTECT, null=True, related_name="keys", verbose_name=_("bên nhận tiền")
    )
    livemode = models.BooleanField(_("chạy thật"))
    kind = models.CharField(_("loại"), max_length=10, choices=ApiKeyKind)
    name = models.CharField(_("tên"), max_length=80, blank=True)
    # SHA-256 of the whole key, which is random enough for it
    digest = models.CharField(_("mã băm SHA-256"), max_length=64, unique=True)
    last4 = models.CharField(_("bốn ký tự cuối"), max_length=4)
    # restricted: {"*": "read"} or {"refunds": "write", …}
    permissions = models.JSONField(_("quyền của khóa"), default=dict)
    created_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người tạo")
    )
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)
    last_used_on = models.DateField(_("dùng lần cuối"), null=True)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True)

    class Meta:
        verbose_name = _("khóa API")
        verbose_name_plural = _("khóa API")

    def __str__(self) -> str:
        return f"{self.kind} …{self.last4}"


class ApiEvent(Listed):
    """An event of the API, rendered once in the pinned API version. Append-only."""

    id = models.CharField(primary_key=True, max_length=40)  # evt_…
    payee = models.ForeignKey(
        "payments.Payee", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("bên nhận tiền")
    )
    type = models.CharField(_("loại"), max_length=80)
    api_version = models.CharField(_("phiên bản API"), max_length=40)
    data = models.JSONField(_("dữ liệu"))  # {"object": …, "previous_attributes": …}
    # req_…, where a call of the API caused it
    request_id = models.CharField(_("mã yêu cầu API"), max_length=40, blank=True)
    idempotency_key = models.CharField(_("khóa chống lặp"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("sự kiện API")
        verbose_name_plural = _("sự kiện API")
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
    payee = models.ForeignKey(
        "payments.Payee", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("bên nhận tiền")
    )
    # a platform's endpoint that receives its payees' events
    connect = models.BooleanField(_("nhận sự kiện của bên nhận tiền"), default=False)
    url = models.CharField(_("địa chỉ (URL)"), max_length=500)
    encrypted_secret = models.TextField(_("khóa bí mật (đã mã hóa)"))  # core.encryption: whsec_…
    enabled_events = ArrayField(models.CharField(max_length=80), verbose_name=_("sự kiện được gửi"))  # ["*"] or names
    description = models.CharField(_("mô tả"), max_length=255, blank=True)
    metadata = models.JSONField(_("dữ liệu kèm theo"), default=dict)
    api_version = models.CharField(_("phiên bản API"), max_length=40, blank=True)
    is_enabled = models.BooleanField(_("đang bật"), default=True)
    # enabled again at; None: never disabled
    enabled_at = models.DateTimeField(_("bật lại lúc"), null=True)
    disabled_at = models.DateTimeField(_("tắt lúc"), null=True)  # None: it is enabled
    disabled_reason = models.CharField(_("lý do tắt"), max_length=20, choices=DisabledReason, blank=True)
    deleted_at = models.DateTimeField(_("xóa lúc"), null=True)  # its log stays

    class Meta:
        verbose_name = _("địa chỉ nhận webhook")
        verbose_name_plural = _("địa chỉ nhận webhook")

    def __str__(self) -> str:
        return self.shown_url

    @property
    def shown_url(self) -> str:
        """The address without its query, which may hold a secret of its owner."""
        return self.url.partition("?")[0]


class DeliveryStatus(models.TextChoices):
    """The state of one event's delivery to one endpoint."""

    PENDING = "pending", _("chờ gửi")  # due now or later
    DELIVERED = "delivered", _("đã gửi")  # answered with 2xx
    FAILED = "failed", _("gửi không được")  # given up after three days
    NOT_SENT = "not_sent", _("không gửi")  # its endpoint was disabled


class WebhookDelivery(models.Model):
    """One event for one endpoint: tried until accepted or for three days; not sent while the endpoint is disabled."""

    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("địa chỉ nhận webhook")
    )
    event = models.ForeignKey(ApiEvent, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("sự kiện"))
    status = models.CharField(
        _("trạng thái"), max_length=10, choices=DeliveryStatus.choices, default=DeliveryStatus.PENDING
    )
    tries = models.PositiveSmallIntegerField(_("số lần thử"), default=0)
    next_try_at = models.DateTimeField(_("thử lại lúc"), null=True)
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)
    ended_at = models.DateTimeField(_("kết thúc lúc"), null=True)

    class Meta:
        verbose_name = _("lượt gửi webhook")
        verbose_name_plural = _("lượt gửi webhook")
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

    delivery = models.ForeignKey(
        WebhookDelivery, on_delete=models.PROTECT, related_name="log", verbose_name=_("lượt gửi webhook")
    )
    at = models.DateTimeField(_("lúc"), auto_now_add=True)
    status_code = models.PositiveSmallIntegerField(_("mã HTTP"), null=True)  # None: no answer
    milliseconds = models.PositiveIntegerField(_("thời gian (ms)"))
    # the beginning of the body, or the reason why there was none
    answer = models.CharField(_("trả lời"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("lần gửi webhook")
        verbose_name_plural = _("lần gửi webhook")

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.status_code or self.answer}"


class CheckoutSessionStatus(models.TextChoices):
    OPEN = "open", _("đang mở")
    COMPLETE = "complete", _("đã hoàn tất")
    EXPIRED = "expired", _("đã hết hạn")


class CheckoutSession(Listed):
    """A hosted page where a buyer chooses how to pay an intent."""

    id = models.CharField(primary_key=True, max_length=80)  # cs_test_…
    payee = models.ForeignKey(
        "payments.Payee", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("bên nhận tiền")
    )
    # Created together with the session.
    intent = models.OneToOneField(
        "payments.PaymentIntent", on_delete=models.PROTECT, related_name="session", verbose_name=_("khoản thanh toán")
    )
    status = models.CharField(
        _("trạng thái"), max_length=10, choices=CheckoutSessionStatus, default=CheckoutSessionStatus.OPEN
    )
    success_url = models.CharField(_("địa chỉ khi trả xong"), max_length=2000, blank=True)
    cancel_url = models.CharField(_("địa chỉ khi bỏ dở"), max_length=2000, blank=True)
    client_reference_id = models.CharField(_("mã của bên gọi"), max_length=200, blank=True)
    customer_email = models.EmailField(_("e-mail người mua"), blank=True)
    locale = models.CharField(_("ngôn ngữ"), max_length=10, blank=True)
    # [{"name", "quantity", "unit_amount", …}], amounts in đồng
    line_items = models.JSONField(_("các món"), default=list)
    metadata = models.JSONField(_("dữ liệu kèm theo"), default=dict)
    expires_at = models.DateTimeField(_("hết hạn lúc"))
    completed_at = models.DateTimeField(_("hoàn tất lúc"), null=True)

    class Meta:
        verbose_name = _("phiên thanh toán")
        verbose_name_plural = _("phiên thanh toán")

    def __str__(self) -> str:
        return self.id
