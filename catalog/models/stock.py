"""Reservations with a deadline, and the append-only movements that sum up to the stock on hand."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReservationState(models.TextChoices):
    ACTIVE = "active", _("Đang giữ")
    COMMITTED = "committed", _("Đã bán")
    RELEASED = "released", _("Đã bỏ giữ")  # available to others; a late payment may still commit it
    RESTOCKED = "restocked", _("Đã nhập lại")  # sold, then put back into stock; final


class Reservation(models.Model):
    """A quantity reserved for a holder (an opaque reference) until a deadline."""

    holder_ref = models.CharField(_("giữ cho"), max_length=60)
    variant = models.ForeignKey(
        "catalog.Variant", on_delete=models.PROTECT, related_name="reservations", verbose_name=_("quy cách")
    )
    quantity = models.PositiveIntegerField(_("số lượng"))
    # null: until a person decides (cash at pick-up, a payment in review)
    expires_at = models.DateTimeField(_("hết hạn lúc"), null=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=ReservationState, default=ReservationState.ACTIVE)
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("lượt giữ hàng")
        verbose_name_plural = _("lượt giữ hàng")
        constraints = [
            models.UniqueConstraint(fields=["holder_ref", "variant"], name="catalog_reservation_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="catalog_reservation_positive"),
        ]
        indexes = [models.Index(fields=["variant"], condition=Q(state="active"), name="catalog_reservation_active")]

    def __str__(self) -> str:
        return f"{self.holder_ref}: {self.quantity}"


class MovementReason(models.TextChoices):
    ADJUSTMENT = "adjustment", _("Kiểm kho")
    SALE = "sale", _("Bán")
    RESTOCK = "restock", _("Nhập lại")
    RETURN = "return", _("Khách trả lại")  # after the hand-over, fit to be sold again


class StockMovement(models.Model):
    """A change of `on_hand`. Movements are append-only; their sum is the stock on hand."""

    variant = models.ForeignKey(
        "catalog.Variant", on_delete=models.PROTECT, related_name="movements", verbose_name=_("quy cách")
    )
    delta = models.IntegerField(_("thay đổi"))
    reason = models.CharField(_("lý do"), max_length=10, choices=MovementReason)
    ref = models.CharField(_("tham chiếu"), max_length=60, blank=True)  # the holder, or who counted
    at = models.DateTimeField(_("lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("biến động kho")
        verbose_name_plural = _("biến động kho")

    def __str__(self) -> str:
        return f"{self.variant_id} {self.delta:+d}"
