"""Add a variant (a pack size) to a product."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog import validation
from catalog.locks import lock_product
from catalog.models import MovementReason, Product, Variant
from catalog.products import denormalized
from catalog.stock.quantities import StockChange, apply_changes
from catalog.validation import VariantInput
from cooperatives.policies import acting_for
from core.errors import DomainError


def add_variant(*, product_id: int, pack: VariantInput, actor: User | None) -> Variant:
    """The new variant, on sale at once. Raises DomainError naming the field, NotFound, Forbidden."""
    with transaction.atomic():
        product = lock_product(product_id)
        behalf = acting_for(actor, product.seller)
        clean = validation.variant(pack)
        others = list(Variant.objects.filter(product=product).values_list("name", flat=True))
        if len(others) >= validation.MAX_VARIANTS:
            raise DomainError(_("Mỗi sản phẩm tối đa 20 quy cách."), field="variants")
        validation.refuse_duplicate_names([*others, clean.name])
        variant = create_variant(product, clean, actor)
        denormalized.refresh(Product.objects.filter(pk=product.pk))
        facts = {"name": clean.name, "price": clean.price}
        record_audit(actor=actor, action="variant.create", obj=variant, after=facts, on_behalf_of=behalf)
        return variant


def create_variant(product: Product, pack: VariantInput, actor: User | None) -> Variant:
    """A new variant after the others, with its first stock. Must run in a transaction."""
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
    apply_changes([StockChange(variant.pk, on_hand=pack.on_hand)], reason=MovementReason.ADJUSTMENT, ref=counted_by)
    variant.on_hand = pack.on_hand
    return variant
