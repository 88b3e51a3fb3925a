"""Returns ("trả hàng, hoàn tiền") of delivered orders: content, reason, who requested it, and the answer."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ReturnState(models.TextChoices):
    REQUESTED = "requested", _("Chờ trả lời")
    ACCEPTED = "accepted", _("Đang hoàn tiền")
    DONE = "done", _("Đã hoàn tiền")
    DECLINED = "declined", _("Không hoàn")
    WITHDRAWN = "withdrawn", _("Đã rút lại")


# Undecided, or accepted and not refunded yet: at most one per order, and its allocation is held.
OPEN_RETURN = (ReturnState.REQUESTED, ReturnState.ACCEPTED)
# Whose goods and money count as returned.
GRANTED_RETURN = (ReturnState.ACCEPTED, ReturnState.DONE)


class ReturnReason(models.TextChoices):
    DAMAGED = "damaged", _("Hàng dập, hỏng, lỗi")
    WRONG = "wrong", _("Không đúng hàng đã đặt, không đúng mô tả")
    MISSING = "missing", _("Thiếu hàng, chưa nhận được")
    CHANGED_MIND = "changed_mind", _("Đổi ý, hàng còn nguyên")
    OTHER = "other", _("Lý do khác")


class RequestedBy(models.TextChoices):
    BUYER = "buyer", _("Người mua")
    SELLER = "seller", _("Người bán")
    OPERATOR = "operator", _("Bên vận hành")


class Return(models.Model):
    """A return of lines of an order, or of their delivery, at the prices paid."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(
        "orders.Order", on_delete=models.PROTECT, related_name="returns", verbose_name=_("đơn hàng")
    )
    number = models.PositiveSmallIntegerField(_("số"))  # 1, 2 … of its order
    state = models.CharField(_("trạng thái"), max_length=10, choices=ReturnState, default=ReturnState.REQUESTED)
    reason = models.CharField(_("lý do"), max_length=12, choices=ReturnReason)
    words = models.CharField(_("lời trình bày"), max_length=300, blank=True)  # of the requester
    requested_by = models.CharField(_("bên đề nghị"), max_length=8, choices=RequestedBy)
    # None: a guest
    requester = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người đề nghị")
    )
    form_key = models.UUIDField(_("mã biểu mẫu"))  # of the form that requested it: a repeated form requests nothing
    goods_total = models.BigIntegerField(_("tiền hàng"))  # đồng, what was paid for the lines
    delivery = models.BigIntegerField(_("phí giao được hoàn"), default=0)  # đồng of the delivery's price
    amount = models.BigIntegerField(_("số tiền"))  # đồng, both together
    # the goods are back in stock, to be sold again
    restocked = models.BooleanField(_("hàng nhập lại kho"), default=False)
    # why it was declined, or a note with the acceptance
    answer = models.CharField(_("trả lời"), max_length=300, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người trả lời")
    )
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True)
    # pi_… that is refunded
    intent_id = models.CharField(_("mã thanh toán"), max_length=40, blank=True, db_index=True)
    refund_id = models.CharField(_("mã hoàn tiền"), max_length=40, blank=True)  # re_…, the latest try
    requested_at = models.DateTimeField(_("đề nghị lúc"), auto_now_add=True)
    ended_at = models.DateTimeField(_("kết thúc lúc"), null=True)

    class Meta:
        verbose_name = _("yêu cầu hoàn tiền")
        verbose_name_plural = _("yêu cầu hoàn tiền")
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="orders_return_number"),
            models.UniqueConstraint(fields=["order", "form_key"], name="orders_return_once_a_form"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(state__in=["requested", "accepted"]), name="orders_return_one_open"
            ),
            models.CheckConstraint(
                condition=Q(amount=F("goods_total") + F("delivery"), amount__gt=0, goods_total__gte=0, delivery__gte=0),
                name="orders_return_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["requested", "declined", "withdrawn"], intent_id="", refund_id="", restocked=False
                )
                | (Q(state__in=["accepted", "done"], answered_at__isnull=False) & ~Q(intent_id="") & ~Q(refund_id="")),
                name="orders_return_granted_has_refund",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "accepted"], ended_at__isnull=True)
                | Q(state__in=["done", "declined", "withdrawn"], ended_at__isnull=False),
                name="orders_return_ended_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["requested_at"], condition=Q(state__in=["requested", "accepted"]), name="orders_return_open"
            )
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.order_id} T{self.number}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_RETURN


class ReturnLine(models.Model):
    """A quantity of one line of the order, at the price paid."""

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="returned")
    quantity = models.PositiveIntegerField()
    amount = models.BigIntegerField()  # đồng

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of", "line"], name="orders_return_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0, amount__gt=0), name="orders_return_line_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.line_id}"
