"""Publish a product, or withdraw it from sale."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog.locks import lock_product
from catalog.models import Product
from cooperatives.policies import acting_for
from core.errors import DomainError


def publish_product(*, product_id: int, actor: User | None, publish: bool = True) -> Product:
    """Publish or withdraw the product; reserved and ordered goods are not affected.

    Raises DomainError where there is no pack size to buy, NotFound, Forbidden.
    """
    with transaction.atomic():
        product = lock_product(product_id)
        behalf = acting_for(actor, product.seller)
        if product.is_published == publish:
            return product
        if publish and product.price_from is None:
            raise DomainError(_("Cần ít nhất một quy cách đang bán trước khi đăng sản phẩm."), field="variants")
        product.is_published = publish
        product.save(update_fields=["is_published", "updated_at"])
        action = "product.publish" if publish else "product.withdraw"
        record_audit(actor=actor, action=action, obj=product, on_behalf_of=behalf)
        return product
