"""Verify a declaration: from now on the product is sold as exempt produce."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog.locks import lock_declaration
from catalog.models import ProduceDeclaration
from catalog.policies import refuse_unless_officer
from core import clock
from core.errors import DomainError


def verify_declaration(*, declaration_id: int, actor: User) -> ProduceDeclaration:
    """The declaration, verified by `actor`. A verified declaration is not changed.

    Raises Forbidden outside the officer's area, NotFound, DomainError for one that was refused or withdrawn.
    """
    with transaction.atomic():
        declaration = lock_declaration(declaration_id)
        refuse_unless_officer(actor, declaration)
        if declaration.refused_at is not None or declaration.withdrawn_at is not None:
            raise DomainError(_("Khai báo này không còn hiệu lực. Người bán cần khai lại trước khi xác minh."))
        if declaration.verified_at is not None:
            return declaration
        declaration.verified_at, declaration.verified_by = clock.now(), actor
        declaration.save(update_fields=["verified_at", "verified_by"])
        after = {"product": declaration.product.name, "evidence": declaration.evidence}
        record_audit(actor=actor, action="produce.verify", obj=declaration, after=after)
        return declaration
