"""Put a new product on a seller's shelf, with its pack sizes, stock and photos: all of it or nothing."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog import derived, fields
from catalog.fields import VariantInput
from catalog.media.make import Made, make_photo
from catalog.models import Category, Product, TaxCategory
from catalog.policies import acting_for
from catalog.shelving import free_slug, put_photo, put_variant
from cooperatives.models import Seller
from core.errors import DomainError, NotFound


def create_product(
    *,
    seller: Seller,
    category_id: int,
    name: str,
    variants: Sequence[VariantInput],
    actor: User | None,
    summary: str = "",
    description: str = "",
    origin: str = "",
    storage: str = "",
    season_months: Iterable[int] = (),
    days_to_ship: int = 1,
    photos: Sequence[BinaryIO | Made] = (),
    photo_alt: str = "",
    photos_are_illustrations: bool = False,
    publish: bool = False,
    tax_category: str = TaxCategory.GOODS,
    is_sample: bool = False,
) -> Product:
    """The new product. Buyers see it once it is published and its seller verified. Photos may come worked up already.

    Raises DomainError naming the field, Forbidden where `actor` may not act for the seller.
    """
    behalf = acting_for(actor, seller)
    category = Category.objects.filter(pk=category_id).first()
    if category is None:
        raise NotFound(_("Vui lòng chọn nhóm hàng có trong danh sách."), field="category_id")
    product = Product(
        seller=seller,
        category=category,
        name=fields.line(name, "name", required=True),
        summary=fields.line(summary, "summary"),
        description=fields.paragraphs(description, "description"),
        origin=fields.line(origin, "origin"),
        storage=fields.line(storage, "storage"),
        season_months=fields.months(season_months),
        days_to_ship=fields.days_to_ship(days_to_ship),
        tax_category=TaxCategory(tax_category),
        is_published=publish,
        is_sample=is_sample,
    )
    packs = [fields.variant(pack) for pack in variants]
    if not 1 <= len(packs) <= fields.MAX_VARIANTS:
        raise DomainError(_("Cần từ 1 đến 20 quy cách (ví dụ: “Thùng 5 kg”)."), code="REQUIRED", field="variants")
    fields.refuse_twins(pack.name for pack in packs)
    if len(photos) > fields.MAX_PHOTOS:
        raise DomainError(_("Mỗi sản phẩm tối đa 8 ảnh."), field="photos")
    alt = fields.line(photo_alt or product.name, "alt")
    made = [_work_up(photo, number) for number, photo in enumerate(photos, 1)]  # the slow part, before any lock
    with transaction.atomic():
        product.slug = free_slug(product)
        product.save()
        for pack in packs:
            put_variant(product, pack, actor)
        for photo in made:
            put_photo(product, photo, alt, is_illustration=photos_are_illustrations)
        derived.refresh(Product.objects.filter(pk=product.pk))
        facts = {"name": product.name, "is_published": publish}
        record_audit(actor=actor, action="product.create", obj=product, after=facts, on_behalf_of=behalf)
    product.refresh_from_db()
    return product


def _work_up(photo: BinaryIO | Made, number: int) -> Made:
    """The photo, or a refusal that says which of them it was."""
    if isinstance(photo, Made):
        return photo
    try:
        return make_photo(photo)
    except DomainError as refusal:
        words = _("Ảnh thứ %(number)d: %(why)s") % {"number": number, "why": refusal.message}
        raise DomainError(words, code=refusal.code, field="photos", params={"number": number}) from refusal
