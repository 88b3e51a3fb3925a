"""Slugs of products."""

from catalog.models import Product
from core.locks import lock_name
from core.text import slugify, unique_slug


def product_slug(product: Product) -> str:
    """A slug of the product's name that no other product of its seller has: dừa and dứa have the same fold."""
    lock_name(f"catalog.slug:{product.seller_id}")
    base = slugify(product.name) or "san-pham"
    others = Product.objects.filter(seller_id=product.seller_id, slug__startswith=base).exclude(pk=product.pk)
    return unique_slug(base, set(others.values_list("slug", flat=True)))
