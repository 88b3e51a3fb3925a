"""Refuse a declaration, or end a verified one: the product is taxed as goods."""

from django.db import transaction

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog import validation
from catalog.locks import lock_declaration
from catalog.models import ProduceDeclaration
from catalog.policies import refuse_unless_officer
from core import clock


def refuse_declaration(*, declaration_id: int, actor: User, reason: str) -> ProduceDeclaration:
    """The declaration, refused with a reason that the seller reads. An ended declaration is not changed.

    Raises Forbidden, NotFound, DomainError without a reason.
    """
    with transaction.atomic():
        declaration = lock_declaration(declaration_id)
        refuse_unless_officer(actor, declaration)
        words = validation.line(reason, "reason", limit=200, required=True)
        if declaration.refused_at is not None or declaration.withdrawn_at is not None:
            return declaration
        declaration.refused_at, declaration.refusal = clock.now(), words
        declaration.save(update_fields=["refused_at", "refusal"])
        before = {"verified": declaration.verified_at is not None}
        record_audit(actor=actor, action="produce.refuse", obj=declaration, before=before, after={"reason": words})
        return declaration
