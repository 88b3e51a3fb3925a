"""Refunds to buyers and their approvals."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from payments.models.listed import Listed


class RefundStatus(models.TextChoices):
    """Stripe's."""

    PENDING = "pending", _("đang xử lý")
    REQUIRES_ACTION = "requires_action", _("chờ người trả")
    SUCCEEDED = "succeeded", _("đã hoàn")
    FAILED = "failed", _("không thành")
    CANCELED = "canceled", _("không duyệt")


class RefundReason(models.TextChoices):
    """Why money is refunded: Stripe's three codes, and those of our own callers. The column takes any code."""

    DUPLICATE = "duplicate", _("thanh toán trùng")
    FRAUDULENT = "fraudulent", _("nghi gian lận")
    REQUESTED_BY_CUSTOMER = "requested_by_customer", _("người mua yêu cầu")
    PAID_TWICE = "paid_twice", _("trả hai lần")
    PAID_AFTER_CANCEL = "paid_after_cancel", _("trả tiền sau khi đã hủy")
    OUT_OF_STOCK = "out_of_stock", _("hết hàng")
    RECORDED_BY_MISTAKE = "recorded_by_mistake", _("ghi nhầm tại chợ")
    CANCELED_BY_SELLER = "canceled_by_seller", _("người bán hủy đơn")
    CANNOT_DELIVER = "cannot_deliver", _("không giao được")
    BUYER_ASKED = "buyer_asked", _("người mua đề nghị")
    RETURNED_DAMAGED = "returned_damaged", _("hàng đã giao bị dập, hỏng, lỗi")
    RETURNED_WRONG = "returned_wrong", _("hàng đã giao không đúng")
    RETURNED_MISSING = "returned_missing", _("giao thiếu hàng")
    RETURNED_CHANGED_MIND = "returned_changed_mind", _("người mua đổi ý, đã trả hàng")
    RETURNED_OTHER = "returned_other", _("hoàn tiền hàng đã giao")
    OTHER = "other", _("lý do khác")


# Whose amount no longer goes back to the buyer.
UNSUCCESSFUL_REFUND_STATUSES = (RefundStatus.FAILED, RefundStatus.CANCELED)


class RefundPhase(models.TextChoices):
    """The step of a refund in our process, beside Stripe's status."""

    AWAITING_APPROVAL = "awaiting_approval", _("chờ duyệt")  # above the limit: a second person must approve
    QUEUED = "queued", _("chờ gửi")  # to be sent by a job
    IN_FLIGHT = "in_flight", _("đang gửi")  # the request was sent; at most one per attempt
    AT_PROVIDER = "at_provider", _("cổng đang xử lý")  # accepted by the provider, its final result still to come
    UNKNOWN = "unknown", _("chưa rõ kết quả")  # no usable answer: never sent again, the operator decides
    BY_HAND = "by_hand", _("chờ chuyển khoản")  # no call exists: a manual transfer, or the seller's proof
    DONE = "done", _("đã xong")


class RefundFailureReason(models.TextChoices):
    """Why a refund failed, in Stripe's codes; "" while it has not."""

    DECLINED = "declined", _("ngân hàng hoặc cổng thanh toán từ chối")
    UNKNOWN = "unknown", _("không rõ lý do")


class Refund(Listed):
    """A refund to a buyer."""

    id = models.CharField(primary_key=True, max_length=40)  # re_…
    intent = models.ForeignKey(
        "payments.PaymentIntent", on_delete=models.PROTECT, related_name="refunds", verbose_name=_("khoản thanh toán")
    )
    # The attempt that is refunded: the one that paid, or a second success held in suspense.
    attempt = models.ForeignKey(
        "payments.Attempt", on_delete=models.PROTECT, related_name="refunds", verbose_name=_("lần trả tiền")
    )
    amount = models.BigIntegerField(_("số tiền"))  # đồng
    status = models.CharField(_("trạng thái"), max_length=16, choices=RefundStatus, default=RefundStatus.PENDING)
    phase = models.CharField(_("bước"), max_length=20, choices=RefundPhase, default=RefundPhase.QUEUED)
    # a person transfers it from the bank although the provider has a call
    by_hand = models.BooleanField(_("trả bằng chuyển khoản"), default=False)
    reason = models.CharField(_("lý do hoàn"), max_length=40)  # RefundReason, or the caller's own code
    reference = models.CharField(_("mã tham chiếu"), max_length=100)  # the caller's reference: an order's code
    # The failed refund that this one retries: "7K2P-9DXM-4H/2" retries "7K2P-9DXM-4H".
    retry_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="retry", verbose_name=_("hoàn lại lần nữa của")
    )
    metadata = models.JSONField(_("dữ liệu kèm theo"), default=dict)
    requested_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người yêu cầu")
    )
    sent_at = models.DateTimeField(_("gửi lúc"), null=True)
    # the provider's own number of the refund
    provider_ref = models.CharField(_("số giao dịch của cổng"), max_length=40, blank=True)
    response_code = models.CharField(_("mã trả lời"), max_length=4, blank=True)
    failure_reason = models.CharField(_("lý do không thành"), max_length=40, choices=RefundFailureReason, blank=True)
    # of a manual refund: the transfer's number, or who handed over the cash
    proof = models.CharField(_("bằng chứng"), max_length=300, blank=True)
    ended_at = models.DateTimeField(_("kết thúc lúc"), null=True)

    class Meta:
        verbose_name = _("khoản hoàn tiền")
        verbose_name_plural = _("khoản hoàn tiền")
        constraints = [
            models.UniqueConstraint(fields=["intent", "reference"], name="payments_refund_once"),
            # At most one request in flight for a reference at the provider.
            models.UniqueConstraint(
                fields=["attempt"], condition=Q(phase="in_flight"), name="payments_refund_one_in_flight"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_refund_positive"),
            models.CheckConstraint(
                condition=Q(phase="done", status__in=["succeeded", "failed", "canceled"])
                | (~Q(phase="done") & Q(status__in=["pending", "requires_action"])),
                name="payments_refund_phase",
            ),
        ]
        indexes = [models.Index(fields=["phase", "sequence"], condition=~Q(phase="done"), name="payments_refund_open")]

    def __str__(self) -> str:
        return self.id


class RefundApproval(models.Model):
    """A person's approval of a refund. Above the limit two different people approve. Append-only."""

    refund = models.ForeignKey(
        Refund, on_delete=models.PROTECT, related_name="approvals", verbose_name=_("khoản hoàn tiền")
    )
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("người dùng"))
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    at = models.DateTimeField(_("lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("lượt duyệt hoàn tiền")
        verbose_name_plural = _("lượt duyệt hoàn tiền")
        constraints = [models.UniqueConstraint(fields=["refund", "user"], name="payments_approval_once")]

    def __str__(self) -> str:
        return f"{self.refund_id} {self.user_id}"


def first_reference(reference: str) -> str:
    """The caller's own name for a refund, of which "7K2P-9DXM-4H/2" is the second try: "7K2P-9DXM-4H"."""
    name, slash, number = reference.rpartition("/")
    return name if slash and number.isdecimal() else reference


def next_reference(reference: str) -> str:
    """The name of the try after this one: "7K2P-9DXM-4H" → "7K2P-9DXM-4H/2" → "7K2P-9DXM-4H/3"."""
    first = first_reference(reference)
    return f"{first}/{int(reference.rpartition('/')[2]) + 1 if first != reference else 2}"
