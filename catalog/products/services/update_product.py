"""Change the description of a product."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog import validation
from catalog.locks import lock_product
from catalog.models import Category, Product, TaxCategory
from catalog.produce_declarations.services.invalidate_verification import invalidate_verification
from catalog.products import denormalized
from catalog.products.slugs import product_slug
from cooperatives.policies import acting_for
from core.errors import NotFound


def _category(value: int) -> int:
    if not Category.objects.filter(pk=value).exists():
        raise NotFound(_("Vui lòng chọn nhóm hàng có trong danh sách."), field="category_id")
    return value


_CLEAN: dict[str, Callable[[Any], Any]] = {
    "name": lambda value: validation.line(value, "name", required=True),
    "category_id": _category,
    "summary": lambda value: validation.line(value, "summary"),
    "description": lambda value: validation.paragraphs(value, "description"),
    "origin": lambda value: validation.line(value, "origin"),
    "storage": lambda value: validation.line(value, "storage"),
    "season_months": validation.months,
    "days_to_ship": validation.days_to_ship,
    "tax_category": TaxCategory,
}


def update_product(*, product_id: int, actor: User | None, **changes: Any) -> Product:
    """Set any of name, category_id, summary, description, origin, storage, season_months, days_to_ship, tax_category.

    Placed orders keep the former text. A verified declaration of own produce waits for an officer again after a change
    of the name, the category or the tax category.

    Raises DomainError naming the field, NotFound, Forbidden; TypeError for another name.
    """
    if unknown := set(changes) - set(_CLEAN):
        raise TypeError(f"update_product() does not set {sorted(unknown)}")
    with transaction.atomic():
        product = lock_product(product_id)
        behalf = acting_for(actor, product.seller)
        clean = {name: _CLEAN[name](value) for name, value in changes.items()}
        before = {name: getattr(product, name) for name in clean if getattr(product, name) != clean[name]}
        if not before:
            return product
        for name in before:
            setattr(product, name, clean[name])
        if "name" in before:
            product.slug = product_slug(product)
        product.save()
        denormalized.refresh(Product.objects.filter(pk=product.pk))
        invalidate_verification(product, before)
        after = {name: clean[name] for name in before}
        record_audit(actor=actor, action="product.update", obj=product, before=before, after=after, on_behalf_of=behalf)
    product.refresh_from_db()
    return product
