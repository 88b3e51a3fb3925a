"""The part of a product's address that is made of its name."""

from catalog.models import Product
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
