"""GET /v1/docs/errors: what each code means, so that the `doc_url` of an error leads somewhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from payments.api.error_codes import CODES


@require_safe
def errors(request: HttpRequest) -> HttpResponse:
    """Public, plain, in English as the API is."""
    codes = [(code, code.replace("_", "-"), text) for code, text in sorted(CODES.items())]
    return render(request, "payments/api/errors.html", {"codes": codes})
