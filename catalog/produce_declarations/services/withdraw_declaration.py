"""Withdraw a seller's declaration: from now on the product is taxed as goods."""

from django.db import transaction

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog.locks import lock_declaration
from catalog.models import ProduceDeclaration
from cooperatives.policies import acting_for
from core import clock


def withdraw_declaration(*, declaration_id: int, actor: User | None) -> ProduceDeclaration:
    """The declaration, withdrawn. An ended declaration is not changed. Placed orders keep their tax category.

    Raises NotFound, Forbidden.
    """
    with transaction.atomic():
        declaration = lock_declaration(declaration_id)
        behalf = acting_for(actor, declaration.product.seller)
        if declaration.withdrawn_at is not None or declaration.refused_at is not None:
            return declaration
        declaration.withdrawn_at = clock.now()
        declaration.save(update_fields=["withdrawn_at"])
        after = {"product": declaration.product.name}
        record_audit(actor=actor, action="produce.withdraw", obj=declaration, after=after, on_behalf_of=behalf)
        return declaration
