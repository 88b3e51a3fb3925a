"""/co-quan/doi-soat/cau-hoi/: signed calls of a gateway that matched no payment and changed nothing."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from frontend.common.paging import first_page
from frontend.common.submit import perform
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.forms import NoteForm
from frontend.office.labels import SHOWN
from payments.intents import queries
from payments.intents.services.resolve_message import resolve_message
from payments.models import ProviderMessage


@dataclass(frozen=True)
class UnresolvedMessage:
    call: ProviderMessage
    form: NoteForm


@require_safe
@operator_only
def provider_messages(request: OfficeRequest) -> HttpResponse:
    return _page(request)


@require_POST
@operator_only
def close_message(request: OfficeRequest, call_id: int) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, failed={call_id: form})
    if perform(
        request, lambda: resolve_message(call_id=call_id, actor=request.officer.user, note=form.cleaned_data["note"])
    ):
        messages.success(request, _("Đã đóng thông báo này."))
    return redirect("office:provider-messages")


def _page(request: OfficeRequest, failed: dict[int, NoteForm] | None = None) -> HttpResponse:
    failed = failed or {}
    page = first_page(queries.unresolved_messages(), SHOWN)
    context = {
        "officer": request.officer,
        "here": "money",
        "unresolved": [
            UnresolvedMessage(call, failed.get(call.pk) or NoteForm(auto_id=f"call-{call.pk}-%s")) for call in page
        ],
        "page": page,
    }
    return render(request, "office/payments/provider_messages.html", context, status=422 if failed else 200)
