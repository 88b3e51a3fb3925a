"""Change a pack size: its name, price or weights, or whether it is on sale."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog import validation
from catalog.locks import lock_product, lock_variants
from catalog.models import Product, Variant
from catalog.products import denormalized
from catalog.validation import VariantInput
from cooperatives.policies import acting_for
from core.errors import NotFound

_NAMES = {"name", "price", "weight_g", "net_weight_g", "is_active"}


def update_variant(*, variant_id: int, actor: User | None, **changes: Any) -> Variant:
    """Set any of name, price, weight_g, net_weight_g, is_active. Placed orders keep their prices.

    A pack size is never deleted, only taken off sale: orders and stock movements point to it.
    Raises DomainError naming the field, NotFound, Forbidden; TypeError for another name.
    """
    if unknown := set(changes) - _NAMES:
        raise TypeError(f"update_variant() does not set {sorted(unknown)}")
    with transaction.atomic():
        product_id = Variant.objects.filter(pk=variant_id).values_list("product_id", flat=True).first()
        if product_id is None:
            raise NotFound(_("Không tìm thấy quy cách hàng này."), field="variant_id")
        product = lock_product(product_id)
        variant = lock_variants([variant_id])[variant_id]
        behalf = acting_for(actor, product.seller)
        current = {name: getattr(variant, name) for name in _NAMES}
        values = current | changes
        validation.variant(VariantInput(**{name: values[name] for name in _NAMES - {"is_active"}}))
        values["name"] = validation.line(values["name"], "variants", limit=validation.VARIANT_NAME, required=True)
        others = Variant.objects.filter(product=product).exclude(pk=variant_id).values_list("name", flat=True)
        validation.refuse_duplicate_names([*others, values["name"]])
        before = {name: current[name] for name in sorted(_NAMES) if current[name] != values[name]}
        if not before:
            return variant
        for name in before:
            setattr(variant, name, values[name])
        variant.save(update_fields=list(before))
        denormalized.refresh(Product.objects.filter(pk=product.pk))
        after = {name: values[name] for name in before}
        record_audit(actor=actor, action="variant.update", obj=variant, before=before, after=after, on_behalf_of=behalf)
        return variant
