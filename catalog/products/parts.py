"""The parts of a product as they are put in place, by whichever service: its address, pack sizes and photos."""

from accounts.models import User
from catalog.media.processing import ProcessedPhoto
from catalog.media.storage import store
from catalog.models import MovementReason, Photo, Product, Variant
from catalog.stock.quantities import StockChange, apply_changes
from catalog.validation import VariantInput
from core.locks import lock_name
from core.text import slugify


def unique_slug(product: Product) -> str:
    """A slug of the product's name that no other product of its seller has: dừa and dứa fold to one word."""
    lock_name(f"catalog.slug:{product.seller_id}")
    base = slugify(product.name) or "san-pham"
    others = Product.objects.filter(seller_id=product.seller_id, slug__startswith=base).exclude(pk=product.pk)
    taken = set(others.values_list("slug", flat=True))
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug


def create_variant(product: Product, pack: VariantInput, actor: User | None) -> Variant:
    """A new pack size behind the others, with its first count. Must run in a transaction."""
    position = Variant.objects.filter(product=product).count() + 1
    variant = Variant.objects.create(
        product=product,
        name=pack.name,
        sku=f"{product.pk}-{position}",
        price=pack.price,
        weight_g=pack.weight_g,
        net_weight_g=pack.net_weight_g,
        position=position,
    )
    counted_by = f"user:{actor.pk}" if actor else "system"
    apply_changes([StockChange(variant.pk, on_hand=pack.on_hand)], reason=MovementReason.COUNTED, ref=counted_by)
    variant.on_hand = pack.on_hand
    return variant


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
