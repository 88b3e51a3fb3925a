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
from catalog.policies import acting_for
from core.errors import DomainError, NotFound


def add_photo(
    *, product_id: int, file: BinaryIO, actor: User | None, alt: str = "", is_illustration: bool = False
) -> Photo:
    """The photo behind the others; `alt` says what it shows (the product's name where nothing is given).

    Raises DomainError for what is no photo or one too many, NotFound, Forbidden. The same picture twice is one photo.
    """
    product = Product.objects.select_related("seller").filter(pk=product_id).first()
    if product is None:
        raise NotFound(_("Không tìm thấy sản phẩm này."), field="product_id")
    behalf = acting_for(actor, product.seller)
    words = validation.line(alt or product.name, "alt")
    made = process_photo(file)  # slow: outside the lock
    with transaction.atomic():
        product = lock_product(product_id)
        if same := Photo.objects.filter(product=product, key=made.key).first():
            return same
        if Photo.objects.filter(product=product).count() >= validation.MAX_PHOTOS:
            raise DomainError(_("Mỗi sản phẩm tối đa 8 ảnh."), field="file")
        photo = attach_photo(product, made, words, is_illustration=is_illustration)
        record_audit(actor=actor, action="photo.add", obj=photo, after={"product": product_id}, on_behalf_of=behalf)
        return photo


def attach_photo(product: Product, made: ProcessedPhoto, alt: str, *, is_illustration: bool) -> Photo:
    """A finished photo behind the others, its files written. Must run in a transaction."""
    store(made)
    last = Photo.objects.filter(product=product).order_by("-position").values_list("position", flat=True).first()
    return Photo.objects.create(
        product=product,
        key=made.key,
        width=made.width,
        height=made.height,
        widths=made.widths,
        colour=made.colour,
        alt=alt,
        is_illustration=is_illustration,
        position=0 if last is None else last + 1,
    )
