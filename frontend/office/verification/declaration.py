"""/co-quan/xac-minh/nong-san/<id>/: a declaration of own produce, the decision or the refusal, the trail."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.produce_declarations.services.refuse_declaration import refuse_declaration
from catalog.produce_declarations.services.verify_declaration import verify_declaration
from core.errors import NotFound
from frontend.office.access import OfficeRequest, office_page
from frontend.office.verification import pending
from frontend.office.verification.claim import Claim, claim_case


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def declaration_case(request: OfficeRequest, declaration_id: int) -> HttpResponse:
    declaration = pending.declarations(request.officer).filter(pk=declaration_id).first()
    if declaration is None:
        raise NotFound(_("Không tìm thấy khai báo này trong địa bàn của bạn."))
    pk, actor = declaration.pk, request.officer.user
    message = _("Đã xác minh. Đơn đặt %(name)s từ bây giờ không bị khấu trừ thuế.")
    claim = Claim(
        name="declaration",
        row=declaration,
        verify=lambda: verify_declaration(declaration_id=pk, actor=actor),
        refuse=lambda reason: refuse_declaration(declaration_id=pk, actor=actor, reason=reason),
        verified=message % {"name": declaration.product.name},
        refused=_("Đã từ chối. Người bán đọc được lý do và có thể khai lại."),
    )
    return claim_case(request, claim)
