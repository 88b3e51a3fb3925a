"""Payment intents, and the attempts to pay them: several attempts, one success."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.money import MAX_DONG
from payments.models.listed import Listed
from payments.models.origin import Origin


class IntentStatus(models.TextChoices):
    """Stripe's states, without capture: VNPay captures at once."""

    REQUIRES_PAYMENT_METHOD = "requires_payment_method", _("chưa chọn cách trả")
    REQUIRES_ACTION = "requires_action", _("chờ người mua trả")
    PROCESSING = "processing", _("chờ kết quả sau hạn trả")
    SUCCEEDED = "succeeded", _("đã trả tiền")
    CANCELED = "canceled", _("đã hủy")


class Collector(models.TextChoices):
    """Who takes the buyer's money, and so who refunds it."""

    PLATFORM = "platform"
    SELLER = "seller"


class PaymentIntent(Listed):
    """The wish to be paid an amount once, by a deadline."""

    id = models.CharField(primary_key=True, max_length=40)  # pi_…
    origin = models.CharField(max_length=3, choices=Origin, default=Origin.SDK)
    client_secret = models.CharField(max_length=80, blank=True)  # "pi_…_secret_…"; "" for the shop's own
    amount = models.BigIntegerField()  # đồng
    status = models.CharField(max_length=24, choices=IntentStatus, default=IntentStatus.REQUIRES_PAYMENT_METHOD)
    # Suspicious or contradictory: a person decides, nothing moves until then.
    review = models.BooleanField(default=False)
    review_reason = models.CharField(max_length=200, blank=True)
    collector = models.CharField(max_length=8, choices=Collector, default=Collector.PLATFORM)
    # Whose money it is where the seller collects; None where the platform collects and transfers later.
    payee = models.ForeignKey("payments.Payee", on_delete=models.PROTECT, null=True, related_name="intents")
    payment_method_type = models.CharField(max_length=10, blank=True)  # a provider's code; "" not chosen yet
    payment_method_types = models.JSONField(default=list)  # what may be chosen; [] = whatever is chosen already
    payment_method_id = models.CharField(max_length=40, blank=True)  # pm_…, once one is chosen over the API
    payment_method_options = models.JSONField(default=dict)
    return_url = models.CharField(max_length=2000, blank=True)  # of the caller, to whom the buyer is sent back
    receipt_email = models.EmailField(blank=True)
    # A destination charge: the whole (or `transfer_amount`) is allotted to this payee in the moment of success.
    transfer_destination = models.ForeignKey("payments.Payee", on_delete=models.PROTECT, null=True, related_name="+")
    transfer_amount = models.BigIntegerField(null=True)  # đồng
    application_fee_amount = models.BigIntegerField(null=True)  # đồng of it that the operator keeps
    transfer_group = models.CharField(max_length=80, blank=True, db_index=True)
    # The caller's own name for it (an order's code), for our books and the payee's statements; never shown on /v1.
    reference = models.CharField(max_length=60, blank=True)
    description = models.CharField(max_length=1000, blank=True)
    metadata = models.JSONField(default=dict)
    # After it, `processing` until the provider's word is final; None until the first visit of an API intent.
    expires_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    canceled_at = models.DateTimeField(null=True)
    cancellation_reason = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0, amount__lte=MAX_DONG), name="payments_intent_amount"),
            models.CheckConstraint(
                condition=Q(status="succeeded", succeeded_at__isnull=False)
                | (~Q(status="succeeded") & Q(succeeded_at__isnull=True)),
                name="payments_intent_succeeded_moment",
            ),
            models.CheckConstraint(
                condition=Q(application_fee_amount__isnull=True)
                | Q(application_fee_amount__gte=0, application_fee_amount__lte=F("amount")),
                name="payments_intent_fee",
            ),
            models.CheckConstraint(
                condition=Q(transfer_amount__isnull=True)
                | Q(transfer_amount__gt=0, transfer_amount__lte=F("amount"), transfer_destination__isnull=False),
                name="payments_intent_transfer",
            ),
            models.CheckConstraint(
                condition=Q(collector="platform", payee__isnull=True) | Q(collector="seller", payee__isnull=False),
                name="payments_intent_collector",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(status__in=["requires_payment_method", "requires_action", "processing"]),
                name="payments_intent_open",
            ),
            models.Index(
                fields=["payee", "reference"], condition=Q(payment_method_type="cash"), name="payments_intent_cash"
            ),
        ]

    def __str__(self) -> str:
        return self.id


OPEN_STATUSES = (IntentStatus.REQUIRES_PAYMENT_METHOD, IntentStatus.REQUIRES_ACTION, IntentStatus.PROCESSING)


class AttemptStatus(models.TextChoices):
    """What the provider said of it; silence leaves it open, also when its intent is cancelled."""

    OPEN = "open", _("đang chờ, chưa ai báo")
    SUCCEEDED = "succeeded", _("đã thu")
    FAILED = "failed", _("không thành")
    REVIEW = "review", _("đang ở “Khoản cần xem”")
    # A second success of an intent already paid: kept in suspense, to be refunded
    DUPLICATE = "duplicate", _("đã thu lần thứ hai, đang hoàn")


class Attempt(models.Model):
    """One visit to a provider for an intent, under a reference of its own."""

    intent = models.ForeignKey(PaymentIntent, on_delete=models.PROTECT, related_name="attempts")
    provider = models.CharField(max_length=10)  # a code of payments.providers
    reference = models.CharField(max_length=100, unique=True)  # vnp_TxnRef; the code in a transfer's text
    charge_id = models.CharField(max_length=40, unique=True, null=True)  # ch_…, once settled: this row is the charge
    amount = models.BigIntegerField()  # đồng
    status = models.CharField(max_length=10, choices=AttemptStatus, default=AttemptStatus.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    ip_address = models.CharField(max_length=45, blank=True)
    redirect_url = models.TextField(blank=True)
    provider_ref = models.CharField(max_length=40, blank=True)  # the provider's or the bank's own number of the payment
    response_code = models.CharField(max_length=20, blank=True)  # the provider's own code of its result
    paid_at = models.DateTimeField(null=True)  # by the provider's or the bank's clock, where it says a moment
    provider_data = models.JSONField(default=dict)  # the provider's own; its folder declares the shape
    closed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(
        max_length=20, blank=True
    )  # the source of its result: "ipn", "querydr", "sepay", "desk" …
    # Without a bank feed the seller's own word: shown as declared.
    declared_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)  # when a signed return was first used: it proves a buyer once

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["intent"], condition=Q(status="succeeded"), name="payments_one_success_an_intent"
            )
        ]
        indexes = [
            models.Index(  # day by day, against the providers' files
                fields=["closed_at"],
                condition=Q(status__in=["succeeded", "duplicate"]),
                name="payments_attempt_taken",
            )
        ]

    def __str__(self) -> str:
        return self.reference
