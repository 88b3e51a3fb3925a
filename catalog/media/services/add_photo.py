"""Add a photo to a product."""

from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog import validation
from catalog.locks import lock_product
from catalog.media.processing import ProcessedPhoto, process_photo
from catalog.media.storage import store
from catalog.models import Photo, Product
from cooperatives.policies import acting_for
from core.errors import DomainError, NotFound


def add_photo(
    *, product_id: int, file: BinaryIO, actor: User | None, alt: str = "", is_illustration: bool = False
) -> Photo:
    """The photo, after the others. `alt` describes it (by default the product's name).

    The same picture is added only once. Raises DomainError for an invalid photo or one too many, NotFound, Forbidden.
    """
    product = Product.objects.select_related("seller").filter(pk=product_id).first()
    if product is None:
        raise NotFound(_("Không tìm thấy sản phẩm này."), field="product_id")
    behalf = acting_for(actor, product.seller)
    words = validation.line(alt or product.name, "alt")
    processed = process_photo(file)  # slow, so outside the lock
    with transaction.atomic():
        product = lock_product(product_id)
        if same := Photo.objects.filter(product=product, key=processed.key).first():
            return same
        if Photo.objects.filter(product=product).count() >= validation.MAX_PHOTOS:
            raise DomainError(_("Mỗi sản phẩm tối đa 8 ảnh."), field="file")
        photo = attach_photo(product, processed, words, is_illustration=is_illustration)
        record_audit(actor=actor, action="photo.add", obj=photo, after={"product": product_id}, on_behalf_of=behalf)
        return photo


def attach_photo(product: Product, processed: ProcessedPhoto, alt: str, *, is_illustration: bool) -> Photo:
    """Store a processed photo after the others. Must run in a transaction."""
    store(processed)
    last = Photo.objects.filter(product=product).order_by("-position").values_list("position", flat=True).first()
    return Photo.objects.create(
        product=product,
        key=processed.key,
        width=processed.width,
        height=processed.height,
        widths=processed.widths,
        colour=processed.colour,
        alt=alt,
        is_illustration=is_illustration,
        position=0 if last is None else last + 1,
    )
