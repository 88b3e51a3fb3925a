"""/co-quan/doi-soat/cau-hoi/: signed calls of a gateway that fitted nothing; nothing moved because of them."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.forms import NoteForm
from payments import queries
from payments.models import ProviderMessage
from payments.services.decide_call import resolve_message

SHOWN = 50


@dataclass(frozen=True)
class Question:
    call: ProviderMessage
    form: NoteForm


@operator_only
@require_safe
def calls(request: OfficeRequest) -> HttpResponse:
    return _page(request)


@operator_only
@require_POST
def close_question(request: OfficeRequest, call_id: int) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, failed={call_id: form})
    try:
        resolve_message(call_id=call_id, actor=request.desk.user, note=form.cleaned_data["note"])
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Đã đóng câu hỏi này."))
    return redirect("office:calls")


def _page(request: OfficeRequest, failed: dict[int, NoteForm] | None = None) -> HttpResponse:
    failed = failed or {}
    asked = list(queries.unresolved_messages()[: SHOWN + 1])
    context = {
        "desk": request.desk,
        "here": "money",
        "questions": [
            Question(call, failed.get(call.pk) or NoteForm(auto_id=f"call-{call.pk}-%s")) for call in asked[:SHOWN]
        ],
        "more": len(asked) > SHOWN,
        "shown": SHOWN,
    }
    return render(request, "office/payments/provider_messages.html", context, status=422 if failed else 200)
