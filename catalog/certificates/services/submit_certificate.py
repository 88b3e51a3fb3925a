"""Submit the OCOP certificate of a product; buyers see its stars once an officer has verified it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog import validation
from catalog.certificates.validity import VALID_MONTHS
from catalog.locks import lock_product
from catalog.models import Certificate, OcopGroup
from cooperatives.policies import acting_for
from core import clock
from core.errors import DomainError


def submit_certificate(
    *,
    product_id: int,
    stars: int,
    decision_no: str,
    authority: str,
    issued_on: date,
    actor: User | None,
    group: int | None = None,
    is_sample: bool = False,
) -> Certificate:
    """The certificate ("giấy chứng nhận sản phẩm OCOP") as it now waits for an officer.

    It expires 36 months after its issue. `group` is by default the OCOP group of the product's category. A refused
    certificate may be submitted again, corrected.
    Raises DomainError naming the field, NotFound, Forbidden.
    """
    with transaction.atomic():
        product = lock_product(product_id)
        behalf = acting_for(actor, product.seller)
        if issued_on > clock.today():
            raise DomainError(_("Ngày cấp không thể sau hôm nay."), field="issued_on")
        facts = {
            "group": product.category.ocop_group if group is None else group,
            "stars": stars,
            "authority": validation.line(authority, "authority", limit=120, required=True),
            "issued_on": issued_on,
            "expires_on": clock.add_months(issued_on, VALID_MONTHS),
        }
        number = validation.line(decision_no, "decision_no", limit=60, required=True)
        _check(facts)
        certificate = Certificate.objects.filter(product=product, decision_no=number).first()
        if certificate is not None and certificate.refused_at is None:
            raise DomainError(_("Giấy chứng nhận số này đã được gửi."), code="UNIQUE", field="decision_no")
        certificate = certificate or Certificate(product=product, decision_no=number)
        for name, value in facts.items():
            setattr(certificate, name, value)
        certificate.is_sample = is_sample
        certificate.submitted_at = clock.now()
        certificate.verified_at = certificate.verified_by = certificate.refused_at = None
        certificate.refusal = ""
        certificate.save()
        after = {"decision_no": number, "stars": stars, "issued_on": str(issued_on)}
        record_audit(actor=actor, action="certificate.submit", obj=certificate, after=after, on_behalf_of=behalf)
        return certificate


def _check(facts: dict[str, Any]) -> None:
    if facts["stars"] not in (3, 4, 5):
        raise DomainError(_("Giấy chứng nhận OCOP chỉ có hạng 3, 4 hoặc 5 sao."), field="stars")
    if facts["group"] not in OcopGroup.values:
        raise DomainError(_("Vui lòng chọn một trong sáu nhóm OCOP."), field="group")
    if facts["expires_on"] < clock.today():
        raise DomainError(_("Giấy chứng nhận này đã hết hạn 36 tháng."), field="issued_on")
