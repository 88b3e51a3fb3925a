"""The page of one VietQR: `hosted_instructions_url` of the API. Whoever knows its intent's random id may see it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from payments.checkout_sessions.bank_transfer_state import transfer_view


@require_safe
@never_cache
def instructions(request: HttpRequest, intent_id: str, code: str) -> HttpResponse:
    """The QR, the account and the text, until the money has arrived."""
    return _show(request, intent_id, code, "payments/checkout_sessions/transfer.html")


@require_safe
@never_cache
def instructions_part(request: HttpRequest, intent_id: str, code: str) -> HttpResponse:
    """The changing part alone, for the page that polls."""
    return _show(request, intent_id, code, "payments/checkout_sessions/transfer_situation.html")


def _show(request: HttpRequest, intent_id: str, code: str, template: str) -> HttpResponse:
    view = transfer_view(intent_id, code)
    if view is None:
        raise Http404
    with translation.override("vi"):
        response = render(request, template, {"view": view})
    response["Content-Language"] = "vi"
    response["Referrer-Policy"] = "no-referrer"  # the address is for the buyer alone
    return response
