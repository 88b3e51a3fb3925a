"""/co-quan/nhat-ky/: who did what, for whom, for the operator; filtered by deed and by thing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.queries import audit_trail
from frontend.common import audit_labels
from frontend.common.parsing import short, whole
from frontend.office.access import OfficeRequest, operator_only

PAGE = 50


@require_safe
@operator_only
def audit(request: OfficeRequest) -> HttpResponse:
    action = request.GET.get("viec", "")
    action = action if action in audit_labels.ACTIONS else ""
    ref = short(request.GET.get("vat"), 80)
    before = whole(request.GET.get("sau"))
    entries = audit_trail(request.officer.scope, action=action, ref=ref, before=before, limit=PAGE + 1)
    context = {
        "officer": request.officer,
        "here": "audit",
        "entries": [audit_labels.present_entry(entry) for entry in entries[:PAGE]],
        "older": entries[PAGE - 1].pk if len(entries) > PAGE else None,
        "actions": sorted(audit_labels.ACTIONS.items(), key=lambda pair: str(pair[1])),
        "action": action,
        "ref": ref,
        "paged": before is not None,
    }
    return render(request, "office/audit/audit.html", context)
