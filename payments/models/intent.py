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
    """Who collects the buyer's money, and so who refunds it."""

    PLATFORM = "platform", _("sàn thu hộ")
    SELLER = "seller", _("người bán tự thu")


class PaymentReviewReason(models.TextChoices):
    """Why a person must decide on a payment; "" while none must."""

    SUSPECTED = "suspected", _("cổng thanh toán báo giao dịch bị nghi ngờ")
    REVERSED = "reversed", _("giao dịch đảo: ngân hàng đã trừ tiền nhưng cổng thanh toán chưa thành công")
    CONTRADICTORY_CODES = "contradictory_codes", _("các mã trả lời mâu thuẫn nhau")
    UNDECIDED = "undecided", _("kết quả chưa rõ, cần đối soát")
    PAID_AFTER_FAILURE = "paid_after_failure", _("trước báo không thành công, nay báo đã trả tiền")


class CancellationReason(models.TextChoices):
    """Why an intent was canceled: Stripe's codes; "" where the caller gave none."""

    DUPLICATE = "duplicate", _("thanh toán trùng")
    FRAUDULENT = "fraudulent", _("nghi gian lận")
    REQUESTED_BY_CUSTOMER = "requested_by_customer", _("người mua yêu cầu")
    ABANDONED = "abandoned", _("bỏ dở")
    AUTOMATIC = "automatic", _("hệ thống tự hủy")
    EXPIRED = "expired", _("quá hạn thanh toán")


class PaymentIntent(Listed):
    """A payment of an amount, to be made once, by a deadline."""

    id = models.CharField(primary_key=True, max_length=40)  # pi_…
    origin = models.CharField(_("tạo qua"), max_length=3, choices=Origin, default=Origin.SDK)
    # "pi_…_secret_…"; "" for the shop's own
    client_secret = models.CharField(_("khóa của trình duyệt"), max_length=80, blank=True)
    amount = models.BigIntegerField(_("số tiền"))  # đồng
    status = models.CharField(
        _("trạng thái"), max_length=24, choices=IntentStatus, default=IntentStatus.REQUIRES_PAYMENT_METHOD
    )
    # Suspicious or contradictory: nothing moves until a person decides.
    review = models.BooleanField(_("cần xem"), default=False)
    review_reason = models.CharField(_("lý do cần xem"), max_length=20, choices=PaymentReviewReason, blank=True)
    collector = models.CharField(_("bên thu tiền"), max_length=8, choices=Collector, default=Collector.PLATFORM)
    # Whose money it is where the seller collects; None where the platform collects and transfers later.
    payee = models.ForeignKey(
        "payments.Payee", on_delete=models.PROTECT, null=True, related_name="intents", verbose_name=_("bên nhận tiền")
    )
    # a provider's code; "" not chosen yet
    payment_method_type = models.CharField(_("cách thanh toán"), max_length=10, blank=True)
    # what may be chosen; [] = whatever is chosen already
    payment_method_types = models.JSONField(_("các cách được chọn"), default=list)
    # pm_…, once one is chosen over the API
    payment_method_id = models.CharField(_("mã cách thanh toán"), max_length=40, blank=True)
    payment_method_options = models.JSONField(_("tùy chọn thanh toán"), default=dict)
    # Of the chosen method: {"name": …, "email": …, "phone": …, "tax_id": …, "address": {…}}, what was given.
    billing_details = models.JSONField(_("thông tin người trả"), default=dict)
    # The API client's own name for the buyer; of the same account as the intent.
    customer = models.ForeignKey(
        "payments.Customer",
        on_delete=models.PROTECT,
        null=True,
        related_name="intents",
        verbose_name=_("khách hàng của API"),
    )
    # of the caller, to whom the buyer is sent back
    return_url = models.CharField(_("địa chỉ quay về"), max_length=2000, blank=True)
    receipt_email = models.EmailField(_("e-mail nhận biên nhận"), blank=True)
    # A destination charge: the whole (or `transfer_amount`) is allotted to this payee in the moment of success.
    transfer_destination = models.ForeignKey(
        "payments.Payee", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("chia thẳng cho")
    )
    transfer_amount = models.BigIntegerField(_("số tiền chia"), null=True)  # đồng
    # đồng of it that the operator keeps
    application_fee_amount = models.BigIntegerField(_("phí sàn giữ lại"), null=True)
    transfer_group = models.CharField(_("nhóm chuyển tiền"), max_length=80, blank=True, db_index=True)
    # The caller's own name for it (an order's code), for our books and the payee's statements; never shown on /v1.
    reference = models.CharField(_("mã tham chiếu"), max_length=60, blank=True)
    description = models.CharField(_("mô tả"), max_length=1000, blank=True)
    metadata = models.JSONField(_("dữ liệu kèm theo"), default=dict)
    # After it, `processing` until the provider's result is final; None until the first attempt of an API intent.
    expires_at = models.DateTimeField(_("hết hạn lúc"), null=True)
    succeeded_at = models.DateTimeField(_("trả xong lúc"), null=True)
    canceled_at = models.DateTimeField(_("hủy thanh toán lúc"), null=True)
    cancellation_reason = models.CharField(
        _("lý do hủy thanh toán"), max_length=40, choices=CancellationReason, blank=True
    )

    class Meta:
        verbose_name = _("khoản thanh toán")
        verbose_name_plural = _("khoản thanh toán")
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
    """The provider's result; without one the attempt stays open, also when its intent is cancelled."""

    OPEN = "open", _("đang chờ, chưa ai báo")
    SUCCEEDED = "succeeded", _("đã thu")
    FAILED = "failed", _("không thành")
    REVIEW = "review", _("đang ở “Khoản cần xem”")
    # A second success of a paid intent: held in suspense, to be refunded
    DUPLICATE = "duplicate", _("đã thu lần thứ hai, đang hoàn")


class ConfirmationSource(models.TextChoices):
    """Who reported the result of an attempt; the bank feeds by their own codes (`FeedKind`)."""

    IPN = "ipn", _("cổng thanh toán báo (IPN)")
    STATUS_QUERY = "status_query", _("cổng thanh toán trả lời khi sàn hỏi")
    SEPAY = "sepay", "SePay"
    CASSO = "casso", "Casso"
    PAYOS = "payos", "payOS"
    STATEMENT = "statement", _("sao kê ngân hàng")
    DECLARED = "declared", _("người bán tự xác nhận")  # no bank and no provider: shown as declared
    CASH = "cash", _("người bán nhận tiền mặt")
    OPERATOR = "operator", _("đơn vị vận hành xác nhận")


class Attempt(models.Model):
    """One attempt to pay an intent at a provider, under a reference of its own."""

    intent = models.ForeignKey(
        PaymentIntent, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("khoản thanh toán")
    )
    provider = models.CharField(_("cổng thanh toán"), max_length=10)  # a code of payments.providers
    # vnp_TxnRef; the code in a transfer's text
    reference = models.CharField(_("mã tham chiếu"), max_length=100, unique=True)
    # ch_…, once closed: this row is the charge
    charge_id = models.CharField(_("mã khoản thu"), max_length=40, unique=True, null=True)
    amount = models.BigIntegerField(_("số tiền"))  # đồng
    status = models.CharField(_("trạng thái"), max_length=10, choices=AttemptStatus, default=AttemptStatus.OPEN)
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)
    expires_at = models.DateTimeField(_("hết hạn lúc"))
    ip_address = models.CharField(_("địa chỉ IP"), max_length=45, blank=True)
    redirect_url = models.TextField(_("trang thanh toán"), blank=True)
    # the provider's or the bank's own number of the payment
    provider_ref = models.CharField(_("số giao dịch của cổng"), max_length=40, blank=True)
    # the provider's own code of its result
    response_code = models.CharField(_("mã trả lời"), max_length=20, blank=True)
    # by the provider's or the bank's clock, where known
    paid_at = models.DateTimeField(_("trả tiền lúc"), null=True)
    # the provider's own data; its folder declares the shape
    provider_data = models.JSONField(_("dữ liệu riêng của cổng"), default=dict)
    closed_at = models.DateTimeField(_("đóng lúc"), null=True)
    confirmed_by = models.CharField(_("xác nhận bởi"), max_length=20, choices=ConfirmationSource, blank=True)
    # The person who declared the payment received, without a bank feed.
    declared_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người tự xác nhận")
    )
    # when a signed return was first used: it proves a buyer once
    returned_at = models.DateTimeField(_("quay về lúc"), null=True)

    class Meta:
        verbose_name = _("lần trả tiền")
        verbose_name_plural = _("lần trả tiền")
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
