"""Create a product with its variants, stock and photos in one transaction."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog import validation
from catalog.media.processing import ProcessedPhoto, process_photo
from catalog.media.services.add_photo import attach_photo
from catalog.models import Category, Product, TaxCategory
from catalog.products import denormalized
from catalog.products.services.add_variant import create_variant
from catalog.products.slugs import product_slug
from catalog.validation import VariantInput
from cooperatives.models import Seller
from cooperatives.policies import acting_for
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
    photos: Sequence[BinaryIO | ProcessedPhoto] = (),
    photo_alt: str = "",
    photos_are_illustrations: bool = False,
    publish: bool = False,
    tax_category: str = TaxCategory.GOODS,
    is_sample: bool = False,
) -> Product:
    """The new product. Buyers see it once it is published and its seller is verified. Photos may be processed already.

    Raises DomainError naming the field, Forbidden where `actor` may not act for the seller.
    """
    behalf = acting_for(actor, seller)
    category = Category.objects.filter(pk=category_id).first()
    if category is None:
        raise NotFound(_("Vui lòng chọn nhóm hàng có trong danh sách."), field="category_id")
    product = Product(
        seller=seller,
        category=category,
        name=validation.line(name, "name", required=True),
        summary=validation.line(summary, "summary"),
        description=validation.paragraphs(description, "description"),
        origin=validation.line(origin, "origin"),
        storage=validation.line(storage, "storage"),
        season_months=validation.months(season_months),
        days_to_ship=validation.days_to_ship(days_to_ship),
        tax_category=TaxCategory(tax_category),
        is_published=publish,
        is_sample=is_sample,
    )
    packs = [validation.variant(pack) for pack in variants]
    if not 1 <= len(packs) <= validation.MAX_VARIANTS:
        raise DomainError(_("Cần từ 1 đến 20 quy cách (ví dụ: “Thùng 5 kg”)."), code="REQUIRED", field="variants")
    validation.refuse_duplicate_names(pack.name for pack in packs)
    if len(photos) > validation.MAX_PHOTOS:
        raise DomainError(_("Mỗi sản phẩm tối đa 8 ảnh."), field="photos")
    alt = validation.line(photo_alt or product.name, "alt")
    processed = [_process(photo, number) for number, photo in enumerate(photos, 1)]  # slow, so before any lock
    with transaction.atomic():
        product.slug = product_slug(product)
        product.save()
        for pack in packs:
            create_variant(product, pack, actor)
        for photo in processed:
            attach_photo(product, photo, alt, is_illustration=photos_are_illustrations)
        denormalized.refresh(Product.objects.filter(pk=product.pk))
        facts = {"name": product.name, "is_published": publish}
        record_audit(actor=actor, action="product.create", obj=product, after=facts, on_behalf_of=behalf)
    product.refresh_from_db()
    return product


def _process(photo: BinaryIO | ProcessedPhoto, number: int) -> ProcessedPhoto:
    """The processed photo. Raises DomainError with the photo's number in the list."""
    if isinstance(photo, ProcessedPhoto):
        return photo
    try:
        return process_photo(photo)
    except DomainError as refusal:
        words = _("Ảnh thứ %(number)d: %(why)s") % {"number": number, "why": refusal.message}
        raise DomainError(words, code=refusal.code, field="photos", params={"number": number}) from refusal
