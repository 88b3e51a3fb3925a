"""Shipping methods of sellers, priced by zone and weight, and the quotes that buyers were shown."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Carrier(models.TextChoices):
    PICKUP = "pickup", _("Nhận tại nơi bán")
    OWN = "own", _("Người bán tự giao")


class ShippingMethod(models.Model):
    """A delivery method that a seller offers."""

    seller = models.ForeignKey(
        "cooperatives.Seller", on_delete=models.CASCADE, related_name="shipping_methods", verbose_name=_("người bán")
    )
    carrier = models.CharField(_("bên giao hàng"), max_length=10, choices=Carrier)
    name = models.CharField(_("tên"), max_length=120)
    # opening hours of a pick-up point, limits of a delivery
    note = models.CharField(_("ghi chú"), max_length=200, blank=True)
    is_active = models.BooleanField(_("đang hoạt động"), default=True)

    class Meta:
        verbose_name = _("cách giao hàng")
        verbose_name_plural = _("cách giao hàng")
        constraints = [
            models.UniqueConstraint(
                fields=["seller", "carrier"], condition=Q(is_active=True), name="shipping_one_active_each"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Zone(models.TextChoices):
    COMMUNE = "commune", _("Trong xã")
    PROVINCE = "province", _("Trong tỉnh")
    COUNTRY = "country", _("Cả nước")


class Rate(models.Model):
    """The price of a method to a zone: a base up to `base_weight_g`, then a price for each started kilogram."""

    method = models.ForeignKey(
        ShippingMethod, on_delete=models.CASCADE, related_name="rates", verbose_name=_("cách giao hàng")
    )
    zone = models.CharField(_("khu vực"), max_length=10, choices=Zone)
    base_price = models.BigIntegerField(_("phí cơ bản"))  # đồng, tax included
    base_weight_g = models.PositiveIntegerField(_("khối lượng cơ bản (g)"), default=2_000)
    price_per_extra_kg = models.BigIntegerField(_("phí mỗi kg thêm"), default=0)  # đồng
    max_weight_g = models.PositiveIntegerField(_("khối lượng tối đa (g)"), default=50_000)
    min_days = models.PositiveSmallIntegerField(_("số ngày ít nhất"), default=1)
    max_days = models.PositiveSmallIntegerField(_("số ngày nhiều nhất"), default=2)

    class Meta:
        verbose_name = _("mức phí")
        verbose_name_plural = _("mức phí")
        constraints = [
            models.UniqueConstraint(fields=["method", "zone"], name="shipping_rate_once"),
            models.CheckConstraint(
                condition=Q(base_price__gte=0, price_per_extra_kg__gte=0), name="shipping_rate_not_negative"
            ),
            models.CheckConstraint(condition=Q(max_days__gte=F("min_days")), name="shipping_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.method_id} {self.zone}"


class ShippingQuote(models.Model):
    """What a method costs, and when the goods arrive, for a parcel to a commune; shown to buyers, so it never changes.

    It names no buyer: buyers with equal parcels to one commune are shown the same quote.
    """

    seller = models.ForeignKey("cooperatives.Seller", on_delete=models.CASCADE, related_name="+")
    method = models.ForeignKey(ShippingMethod, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, null=True, related_name="+")  # null: not known
    weight_g = models.PositiveBigIntegerField()  # packed
    days_to_ship = models.PositiveSmallIntegerField()  # from the order to the hand-over
    price = models.BigIntegerField()  # đồng, tax included
    arrives_from = models.DateField()
    arrives_to = models.DateField()
    valid_until = models.DateTimeField(db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(price__gte=0), name="shipping_quote_not_negative"),
            models.CheckConstraint(condition=Q(arrives_to__gte=F("arrives_from")), name="shipping_quote_days_in_order"),
        ]
        indexes = [models.Index(fields=["seller", "unit", "weight_g"], name="shipping_quote_of_parcel")]

    def __str__(self) -> str:
        return f"{self.method_id}: {self.price}"
