"""Categories, products and their variants (pack sizes) with stock."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.money import MAX_DONG


class OcopGroup(models.IntegerChoices):
    """The six groups of the OCOP programme (QĐ 148/QĐ-TTg, 24/02/2023)."""

    FOOD = 1, _("Thực phẩm")
    DRINK = 2, _("Đồ uống")
    HERB = 3, _("Dược liệu và sản phẩm từ dược liệu")
    CRAFT = 4, _("Hàng thủ công mỹ nghệ")
    PLANT = 5, _("Sinh vật cảnh")
    TOURISM = 6, _("Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch")


class TaxCategory(models.TextChoices):
    """The line under which a sale falls in the platform's tax list (domain of NĐ 117/2025 and its successor)."""

    GOODS = "goods", _("Hàng hóa")
    SERVICE = "service", _("Dịch vụ")
    MANUFACTURE = "manufacture", _("Sản xuất, dịch vụ có gắn với hàng hóa")


class Category(models.Model):
    """A group of products, as buyers browse them."""

    slug = models.SlugField(_("tên trong địa chỉ trang"), max_length=60, unique=True)
    name = models.CharField(_("tên"), max_length=60)
    ocop_group = models.PositiveSmallIntegerField(_("nhóm OCOP"), choices=OcopGroup)
    position = models.PositiveSmallIntegerField(_("thứ tự"))

    class Meta:
        verbose_name = _("nhóm hàng")
        verbose_name_plural = _("nhóm hàng")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """A product of a seller; its variants are what can be bought."""

    seller = models.ForeignKey(
        "cooperatives.Seller", on_delete=models.PROTECT, related_name="products", verbose_name=_("người bán")
    )
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="products", verbose_name=_("nhóm hàng")
    )
    name = models.CharField(_("tên"), max_length=120)
    slug = models.SlugField(_("tên trong địa chỉ trang"), max_length=90)
    name_fold = models.CharField(_("tên không dấu"), max_length=360)  # its folded words, no punctuation
    name_sort = models.CharField(_("tên để sắp xếp"), max_length=600)
    summary = models.CharField(_("tóm tắt"), max_length=200, blank=True)
    description = models.TextField(_("mô tả"), blank=True)  # plain text, paragraphs by blank lines
    origin = models.CharField(_("nơi trồng, nơi làm"), max_length=200, blank=True)  # "Vườn xoài ấp Mỹ Thới"
    storage = models.CharField(_("cách bảo quản"), max_length=200, blank=True)  # how to keep it, how long
    # 1–12; empty = all year
    season_months = ArrayField(models.PositiveSmallIntegerField(), default=list, verbose_name=_("tháng mùa vụ"))
    days_to_ship = models.PositiveSmallIntegerField(_("số ngày chuẩn bị"), default=1)  # from confirmation to hand-over
    tax_category = models.CharField(
        _("loại hàng tính thuế"), max_length=12, choices=TaxCategory, default=TaxCategory.GOODS
    )
    is_published = models.BooleanField(_("đang bán"), default=False)
    is_sample = models.BooleanField(_("dữ liệu mẫu"), default=False)
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)
    updated_at = models.DateTimeField(_("sửa lúc"), auto_now=True)
    # Denormalized by `catalog.products.denormalized.refresh`: the cheapest active price; the folded words
    # of category, seller, place and summary; all words with their diacritics, for synonyms and exact matches.
    price_from = models.BigIntegerField(_("giá từ"), null=True)  # đồng; null = no active variant, so nothing to sell
    search_fold = models.TextField(_("chữ để tìm"), default="")
    search_exact = models.TextField(_("chữ để tìm đúng dấu"), default="")
    search = models.GeneratedField(
        expression=SearchVector(F("name_fold"), weight="A", config="simple")
        + SearchVector(F("search_fold"), weight="C", config="simple")
        + SearchVector(F("search_exact"), weight="D", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("mặt hàng")
        verbose_name_plural = _("mặt hàng")
        constraints = [models.UniqueConstraint(fields=["seller", "slug"], name="catalog_product_slug_once")]
        indexes = [
            GinIndex(fields=["search"], name="catalog_product_search"),
            GinIndex(fields=["season_months"], name="catalog_product_season"),
            models.Index(fields=["category", "id"], condition=Q(is_published=True), name="catalog_product_category"),
            models.Index(fields=["created_at", "id"], condition=Q(is_published=True), name="catalog_product_newest"),
            models.Index(fields=["price_from", "id"], condition=Q(is_published=True), name="catalog_product_price"),
        ]

    def __str__(self) -> str:
        return self.name


class Variant(models.Model):
    """A pack size with its price and stock ("Thùng 5 kg"). Available are `on_hand - reserved`."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variants", verbose_name=_("mặt hàng"))
    name = models.CharField(_("tên"), max_length=60)
    sku = models.CharField(_("mã hàng"), max_length=40, unique=True)
    price = models.BigIntegerField(_("giá"))  # đồng, tax included
    weight_g = models.PositiveIntegerField(_("khối lượng (g)"))  # packed, for shipping
    # of the goods alone, for the price per kilogram
    net_weight_g = models.PositiveIntegerField(_("khối lượng tịnh (g)"), null=True)
    on_hand = models.IntegerField(_("tồn kho"), default=0)
    reserved = models.IntegerField(_("đang giữ"), default=0)
    in_stock = models.GeneratedField(  # by the statement that moves the stock
        expression=Q(on_hand__gt=F("reserved")),  # type: ignore[arg-type]  # it is combinable
        output_field=models.BooleanField(),
        db_persist=True,
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    is_active = models.BooleanField(_("đang hoạt động"), default=True)

    class Meta:
        verbose_name = _("quy cách")
        verbose_name_plural = _("quy cách")
        ordering = ["position", "id"]
        indexes = [
            models.Index(
                fields=["product"], condition=Q(is_active=True, in_stock=True), name="catalog_variant_in_stock"
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(price__gt=0, price__lte=MAX_DONG), name="catalog_variant_price"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, on_hand__gte=F("reserved")), name="catalog_variant_never_oversold"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def available(self) -> int:
        """The number that can be bought."""
        return self.on_hand - self.reserved
