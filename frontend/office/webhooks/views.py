"""/co-quan/doi-soat/dia-chi-nhan-tin/: webhook endpoints that switched themselves off, to be switched on again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from frontend.office.access import OfficeRequest, operator_only
from payments import queries
from payments.webhooks.services.enable_endpoint import enable_endpoint

SHOWN = 50


@operator_only
@require_safe
def webhooks(request: OfficeRequest) -> HttpResponse:
    found = list(queries.auto_disabled()[: SHOWN + 1])
    context = {
        "desk": request.desk,
        "here": "money",
        "endpoints": found[:SHOWN],
        "more": len(found) > SHOWN,
        "shown": SHOWN,
    }
    return render(request, "office/webhooks/endpoints.html", context)


@operator_only
@require_POST
def enable_webhook(request: OfficeRequest, endpoint_id: str) -> HttpResponse:
    """On again; with what was not sent meanwhile, where that was asked for."""
    try:
        due = enable_endpoint(endpoint_id=endpoint_id, actor=request.desk.user, resend="gui_lai" in request.POST)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        if due:
            messages.success(request, _("Đã bật lại; %(due)d tin đang được gửi.") % {"due": due})
        else:
            messages.success(request, _("Đã bật lại: tin từ bây giờ được gửi."))
    return redirect("office:webhooks")
