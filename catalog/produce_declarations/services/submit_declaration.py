"""A seller declares that a product is unprocessed produce of their own; an officer looks before any tax is spared."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog import validation
from catalog.locks import lock_product
from catalog.models import ProduceDeclaration, TaxCategory
from catalog.policies import acting_for
from catalog.produce_declarations import queries
from core.errors import DomainError

MAX_EVIDENCE = 150


def submit_declaration(
    *, product_id: int, evidence: str, actor: User | None, is_sample: bool = False
) -> ProduceDeclaration:
    """The declaration as it now waits for an officer; taxed as goods until then.

    `evidence` says what proves it: a garden book, a paper of the hamlet. Raises DomainError naming the field, also
    where one stands already or the goods are processed; NotFound, Forbidden.
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
