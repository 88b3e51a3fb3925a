"""Verify a certificate: buyers see its stars from now on, while it is valid."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog.locks import lock_certificate
from catalog.models import Certificate
from catalog.policies import refuse_unless_officer
from core import clock
from core.errors import DomainError


def verify_certificate(*, certificate_id: int, actor: User) -> Certificate:
    """The certificate, verified by `actor`. A verified certificate is not changed.

    Raises Forbidden outside the officer's area, NotFound, DomainError for one that was refused or has expired.
    """
    with transaction.atomic():
        certificate = lock_certificate(certificate_id)
        refuse_unless_officer(actor, certificate)
        if certificate.refused_at is not None:
            raise DomainError(_("Giấy chứng nhận này đã bị từ chối. Người bán cần gửi lại trước khi xác minh."))
        if certificate.expires_on < clock.today():
            raise DomainError(_("Giấy chứng nhận này đã hết hạn."))
        if certificate.verified_at is not None:
            return certificate
        certificate.verified_at, certificate.verified_by = clock.now(), actor
        certificate.save(update_fields=["verified_at", "verified_by"])
        after = {"decision_no": certificate.decision_no, "stars": certificate.stars}
        record_audit(actor=actor, action="certificate.verify", obj=certificate, after=after)
        return certificate
