"""/co-quan/xac-minh/chung-nhan/<id>/: a certificate's facts, the decision or the refusal with its reason, the audit
trail.
"""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.certificates.services.refuse_certificate import refuse_certificate
from catalog.certificates.services.verify_certificate import verify_certificate
from core.errors import NotFound
from frontend.office.access import OfficeRequest, office_page
from frontend.office.verification import pending
from frontend.office.verification.claim import Claim, claim_case


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def certificate_case(request: OfficeRequest, certificate_id: int) -> HttpResponse:
    certificate = pending.certificates(request.officer).filter(pk=certificate_id).first()
    if certificate is None:
        raise NotFound(_("Không tìm thấy giấy chứng nhận này trong địa bàn của bạn."))
    params = {"stars": certificate.stars, "name": certificate.product.name}
    pk, actor = certificate.pk, request.officer.user
    claim = Claim(
        name="certificate",
        row=certificate,
        verify=lambda: verify_certificate(certificate_id=pk, actor=actor),
        refuse=lambda reason: refuse_certificate(certificate_id=pk, actor=actor, reason=reason),
        verified=_("Đã xác minh. Hạng %(stars)s sao của %(name)s hiện với người mua từ bây giờ.") % params,
        refused=_("Đã từ chối. Người bán đọc được lý do và có thể gửi lại."),
        facts={"is_expired": pending.is_expired(certificate)},
    )
    return claim_case(request, claim)
