"""/co-quan/xac-minh/: what waits, and what was verified lately."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.office import waiting
from frontend.office.access import OfficeRequest, office

SHOWN = 100
LATELY = 15


@office
@require_safe
def verification(request: OfficeRequest) -> HttpResponse:
    context = {
        "desk": request.desk,
        "here": "verification",
        "sellers": waiting.sellers_to_verify(request.desk)[:SHOWN],
        "certificates": waiting.certificates_to_verify(request.desk)[:SHOWN],
        "declarations": waiting.declarations_to_verify(request.desk)[:SHOWN],
        "verified_sellers": waiting.sellers(request.desk).exclude(verified_at=None).order_by("-verified_at")[:LATELY],
        "decided_certificates": waiting.certificates(request.desk)
        .exclude(verified_at=None, refused_at=None)
        .order_by("-submitted_at")[:LATELY],
        "decided_declarations": waiting.declarations(request.desk)
        .exclude(verified_at=None, refused_at=None)
        .filter(withdrawn_at=None)
        .order_by("-submitted_at")[:LATELY],
    }
    return render(request, "office/verification.html", context)
