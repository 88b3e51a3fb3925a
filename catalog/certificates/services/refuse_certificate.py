"""Refuse a certificate, or withdraw a verified one: its stars are no longer shown."""

from django.db import transaction

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog import validation
from catalog.locks import lock_certificate
from catalog.models import Certificate
from catalog.policies import refuse_unless_officer
from core import clock


def refuse_certificate(*, certificate_id: int, actor: User, reason: str) -> Certificate:
    """The certificate, refused with a reason that the seller reads. A refused certificate is not changed.

    Raises Forbidden outside the officer's area, NotFound, DomainError without a reason.
    """
    with transaction.atomic():
        certificate = lock_certificate(certificate_id)
        refuse_unless_officer(actor, certificate)
        words = validation.line(reason, "reason", limit=200, required=True)
        if certificate.refused_at is not None:
            return certificate
        certificate.refused_at, certificate.refusal = clock.now(), words
        certificate.save(update_fields=["refused_at", "refusal"])
        before = {"verified": certificate.verified_at is not None}
        record_audit(actor=actor, action="certificate.refuse", obj=certificate, before=before, after={"reason": words})
        return certificate
