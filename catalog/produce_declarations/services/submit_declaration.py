"""Declare a product as the seller's own unprocessed produce; it is exempt from tax once an officer has verified it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog import validation
from catalog.locks import lock_product
from catalog.models import ProduceDeclaration, TaxCategory
from catalog.produce_declarations import queries
from cooperatives.policies import acting_for
from core.errors import DomainError

MAX_EVIDENCE = 150


def submit_declaration(
    *, product_id: int, evidence: str, actor: User | None, is_sample: bool = False
) -> ProduceDeclaration:
    """The new declaration, which waits for an officer; until then the product is taxed as goods.

    `evidence` names the proof, such as a garden book or a confirmation of the hamlet. Raises DomainError on the field,
    also where a declaration is open already or the goods are processed; NotFound, Forbidden.
    """
    with transaction.atomic():
        product = lock_product(product_id)
        behalf = acting_for(actor, product.seller)
        if product.tax_category != TaxCategory.GOODS:
            raise DomainError(
                _("Món này đang ghi là hàng chế biến hoặc dịch vụ nên không thuộc diện miễn thuế nông sản."),
                field="evidence",
            )
        words = validation.line(evidence, "evidence", limit=MAX_EVIDENCE, required=True)
        if queries.open_declarations().filter(product=product).exists():
            raise DomainError(_("Món này đã được khai rồi."), code="UNIQUE", field="evidence")
        declaration = ProduceDeclaration.objects.create(product=product, evidence=words, is_sample=is_sample)
        after = {"product": product.name, "evidence": words}
        record_audit(actor=actor, action="produce.declare", obj=declaration, after=after, on_behalf_of=behalf)
        return declaration
