"""The pages of a session. Whoever knows its random id may pay it."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from payments.base.banks import bank_name
from payments.checkout_sessions.services.pay_session import choose_again, pay_session
from payments.checkout_sessions.state import View, view_of
from payments.intents.jobs import poll_open_attempts

Page = Callable[[HttpRequest, View], HttpResponse]


def of_session(page: Page) -> Callable[[HttpRequest, str], HttpResponse]:
    """Find the session and activate its language: Vietnamese unless the shop that created it chose English."""

    @wraps(page)
    def found(request: HttpRequest, session_id: str) -> HttpResponse:
        view = view_of(session_id, returned_from_provider="ve" in request.GET)
        if view is None:
            raise Http404
        language = "en" if view.session.locale.startswith("en") else "vi"
        with translation.override(language):
            response = page(request, view)
        response["Content-Language"] = language
        return response

    return never_cache(found)


@require_safe
@of_session
def checkout(request: HttpRequest, view: View) -> HttpResponse:
    """The items and the payment methods."""
    if view.kind == "waiting":
        poll_open_attempts(view.session.intent_id)
    return _show(request, view)


@require_safe
@of_session
def part(request: HttpRequest, view: View) -> HttpResponse:
    """The changing part alone, for the page that polls."""
    return render(request, "payments/checkout_sessions/situation.html", _context(view))


@require_POST
@of_session
def pay(request: HttpRequest, view: View) -> HttpResponse:
    """Start the chosen method: redirect to the provider, or show the QR."""
    address = request.META.get("REMOTE_ADDR", "")
    try:
        attempt = pay_session(session_id=view.session.pk, method=request.POST.get("method", ""), ip=address)
    except DomainError as refusal:
        return _show(request, view, problem=str(refusal), status=409)
    if attempt.redirect_url:
        return HttpResponseRedirect(attempt.redirect_url)
    return redirect("payments:checkout", view.session.pk)


@require_POST
@of_session
def other(request: HttpRequest, view: View) -> HttpResponse:
    """Choose another method than the QR that is shown."""
    choose_again(session_id=view.session.pk)
    return redirect("payments:checkout", view.session.pk)


def _show(request: HttpRequest, view: View, *, problem: str = "", status: int = 200) -> HttpResponse:
    return render(request, "payments/checkout_sessions/page.html", _context(view, problem), status=status)


def _context(view: View, problem: str = "") -> dict[str, object]:
    shown: dict[str, object] = {"view": view, "problem": problem or view.problem}
    if view.kind == "transfer" and view.instructions:
        shown["bank"] = bank_name(view.instructions.bank_bin)
    return shown
