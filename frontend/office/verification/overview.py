"""/co-quan/xac-minh/: what waits, and what was verified lately."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.office.access import OfficeRequest, office_page
from frontend.office.verification import pending

SHOWN = 100
LATELY = 15


@office_page
@require_safe
def verification(request: OfficeRequest) -> HttpResponse:
    context = {
        "desk": request.desk,
        "here": "verification",
        "sellers": pending.sellers_to_verify(request.desk)[:SHOWN],
        "certificates": pending.certificates_to_verify(request.desk)[:SHOWN],
        "declarations": pending.declarations_to_verify(request.desk)[:SHOWN],
        "verified_sellers": pending.sellers(request.desk).exclude(verified_at=None).order_by("-verified_at")[:LATELY],
        "decided_certificates": pending.certificates(request.desk)
        .exclude(verified_at=None, refused_at=None)
        .order_by("-submitted_at")[:LATELY],
        "decided_declarations": pending.declarations(request.desk)
        .exclude(verified_at=None, refused_at=None)
        .filter(withdrawn_at=None)
        .order_by("-submitted_at")[:LATELY],
    }
    return render(request, "office/verification/overview.html", context)
