"""/co-quan/xac-minh/: open verifications, and recent ones."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.office.access import OfficeRequest, office_page
from frontend.office.verification import pending

SHOWN = 100
RECENT = 15


@require_safe
@office_page
def verification(request: OfficeRequest) -> HttpResponse:
    context = {
        "officer": request.officer,
        "here": "verification",
        "sellers": pending.sellers_to_verify(request.officer)[:SHOWN],
        "certificates": pending.certificates_to_verify(request.officer)[:SHOWN],
        "declarations": pending.declarations_to_verify(request.officer)[:SHOWN],
        "verified_sellers": pending.sellers(request.officer)
        .exclude(verified_at=None)
        .order_by("-verified_at")[:RECENT],
        "decided_certificates": pending.certificates(request.officer)
        .exclude(verified_at=None, refused_at=None)
        .order_by("-submitted_at")[:RECENT],
        "decided_declarations": pending.declarations(request.officer)
        .exclude(verified_at=None, refused_at=None)
        .filter(withdrawn_at=None)
        .order_by("-submitted_at")[:RECENT],
    }
    return render(request, "office/verification/overview.html", context)
