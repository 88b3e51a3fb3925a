"""Administrative units with their periods and successors, and addresses of two levels."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

REFORM_DAY = "2025-07-01"  # the two-level system: QĐ 19/2025/QĐ-TTg gives today's codes


class DateRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


class Level(models.TextChoices):
    PROVINCE = "province", _("Tỉnh, thành phố")
    DISTRICT = "district", _("Huyện, quận")
    COMMUNE = "commune", _("Xã, phường, đặc khu")


class Unit(models.Model):
    """A unit as it was from `valid_from` until before `valid_to`. Its code is not its identity: codes are used again.

    Where a parent changes during the validity of a child (Đồng Nai became a city), the child points to the last row.
    """

    code = models.CharField(_("mã"), max_length=5)  # 2 digits a province, 3 an old district, 5 a commune
    level = models.CharField(_("cấp"), max_length=8, choices=Level)
    kind = models.CharField(_("loại"), max_length=20)  # "Xã", "Phường", "Thị trấn", "Tỉnh" …
    name = models.CharField(_("tên"), max_length=80)
    full_name = models.CharField(_("tên đầy đủ"), max_length=120)
    name_fold = models.CharField(_("tên không dấu"), max_length=80)
    name_sort = models.CharField(_("tên để sắp xếp"), max_length=400)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="children", verbose_name=_("thuộc")
    )
    valid_from = models.DateField(_("có từ"))
    valid_to = models.DateField(_("đến"), null=True)
    legal_basis = models.CharField(_("căn cứ pháp lý"), max_length=200)
    latitude = models.FloatField(_("vĩ độ"), null=True)
    longitude = models.FloatField(_("kinh độ"), null=True)
    # Its folded kind and name, those of the units above it, and today's province of an old unit: what people type.
    search_fold = models.CharField(_("chữ để tìm"), max_length=240, default="")
    search = models.GeneratedField(
        expression=SearchVector(F("search_fold"), config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("đơn vị hành chính")
        verbose_name_plural = _("đơn vị hành chính")
        constraints = [
            ExclusionConstraint(
                name="places_unit_one_at_a_time",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="places_unit_lasts"
            ),
        ]
        indexes = [
            models.Index(fields=["name_fold", "level"]),
            models.Index(fields=["parent", "level"]),
            GinIndex(fields=["search"], name="places_unit_search"),
        ]

    def __str__(self) -> str:
        return self.full_name


class Succession(models.Model):
    """`predecessor` became (a part of) `successor`: many to many, since units merge and split."""

    predecessor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="origins")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["predecessor", "successor"], name="places_succession_once")]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class Address(models.Model):
    """An address: a person, a phone, a street and a current commune. Rows are never changed."""

    name = models.CharField(_("tên"), max_length=120)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    street = models.CharField(_("số nhà, đường"), max_length=200, blank=True)  # "12/3 Lê Lai", "ấp Mỹ Thới"
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("xã, phường"))
    old_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("xã, phường cũ")
    )
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("địa chỉ")
        verbose_name_plural = _("địa chỉ")

    def __str__(self) -> str:
        return f"{self.name}, {self.street}"
