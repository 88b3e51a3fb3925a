"""/co-quan/doi-soat/dia-chi-nhan-tin/: webhook endpoints that were disabled automatically, and how to enable them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from frontend.common.paging import first_page
from frontend.common.submit import perform
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.labels import SHOWN
from payments.webhooks import queries
from payments.webhooks.endpoints import enable_endpoint


@require_safe
@operator_only
def webhooks(request: OfficeRequest) -> HttpResponse:
    page = first_page(queries.auto_disabled(), SHOWN)
    context = {"officer": request.officer, "here": "money", "page": page}
    return render(request, "office/webhooks/endpoints.html", context)


@require_POST
@operator_only
def enable_webhook(request: OfficeRequest, endpoint_id: str) -> HttpResponse:
    """Enable the endpoint, and resend missed events if requested."""
    sent = perform(
        request,
        lambda: enable_endpoint(endpoint_id=endpoint_id, actor=request.officer.user, resend="resend" in request.POST),
    )
    if sent:
        if sent.value:
            messages.success(request, _("Đã bật lại; %(due)d tin đang được gửi.") % {"due": sent.value})
        else:
            messages.success(request, _("Đã bật lại: tin từ bây giờ được gửi."))
    return redirect("office:webhooks")
