"""/co-quan/nhat-ky/: the audit trail for the operator, filtered by action and object."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.queries import audit_trail
from frontend.common import audit_labels
from frontend.common.paging import number_after, page_behind
from frontend.common.parsing import short
from frontend.office.access import OfficeRequest, operator_only

_PAGE = 50


@require_safe
@operator_only
def audit(request: OfficeRequest) -> HttpResponse:
    action = request.GET.get("viec", "")
    action = action if action in audit_labels.ACTIONS else ""
    kind, number = _object_filter(request)
    before = number_after(request)
    entries = audit_trail(
        request.officer.scope, action=action, kind=kind, ref=f"{kind}:{number}" if number else "", before=before,
        limit=_PAGE + 1,
    )  # fmt: skip
    shown, older = page_behind(entries, _PAGE, lambda entry: entry.pk)
    context = {
        "officer": request.officer,
        "here": "audit",
        "entries": [audit_labels.present_entry(entry) for entry in shown],
        "older": older,
        "actions": sorted(audit_labels.ACTIONS.items(), key=lambda pair: str(pair[1])),
        "action": action,
        "kinds": sorted(audit_labels.OBJECT_LABELS.items(), key=lambda pair: str(pair[1])),
        "kind": kind,
        "number": number,
        "paged": before is not None,
    }
    return render(request, "office/audit/audit.html", context)


def _object_filter(request: HttpRequest) -> tuple[str, str]:
    """The kind and number of an object: from a link (`vat`), else from the form."""
    kind, _colon, number = short(request.GET.get("vat"), 80).partition(":")
    if kind:
        return kind, number
    kind = request.GET.get("loai", "")
    return (kind, short(request.GET.get("so"), 40)) if kind in audit_labels.OBJECT_LABELS else ("", "")
