"""End the verification of a declaration after its product has changed."""

from collections.abc import Collection

from catalog.models import Product, TaxCategory
from catalog.produce_declarations.queries import open_declarations
from core import clock

# The fields that an officer verified: when one of them changes, the verification no longer applies.
VERIFIED_FIELDS = frozenset({"name", "category_id", "tax_category"})


def invalidate_verification(product: Product, changed: Collection[str]) -> None:
    """After a change of `changed` fields, a verified declaration waits for an officer again.

    A declaration is withdrawn where the product is no longer in the tax category of goods. The caller has locked the
    product.
    """
    if not VERIFIED_FIELDS & set(changed):
        return
    open_ones = open_declarations().filter(product=product)
    if product.tax_category != TaxCategory.GOODS:
        open_ones.update(withdrawn_at=clock.now())
    else:
        verified = open_ones.filter(verified_at__isnull=False)
        verified.update(verified_at=None, verified_by=None, submitted_at=clock.now())
