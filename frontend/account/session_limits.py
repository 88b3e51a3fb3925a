"""End sessions that were idle too long or are too old, by the kind of person (accounts/sessions.py)."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts import sessions
from accounts.models import User
from core import clock
from core.logs.context import note_person
from frontend.account.landing import kind_of
from frontend.account.required_actions import store_required_action

TIME_LEFT = "/phien/con-lai"


class SessionLimitsMiddleware:
    """Runs before the authentication middleware: a session past its limits is anonymous from here on.

    A person's kind may change during the session, so it is read again whenever the time of the last request is stored.
    Asking for the remaining time does not count as use.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and sessions.is_signed_in(request.session):
            if sessions.is_over(request.session):
                request.session.flush()
            elif request.path_info != TIME_LEFT and sessions.is_due(request.session):
                user = get_user(request)
                if isinstance(user, User):
                    request.session[sessions.KIND] = kind_of(user)
                    request.session[sessions.SEEN_AT] = clock.now().timestamp()
                    store_required_action(request, user)
            if user_id := request.session.get(SESSION_KEY):
                note_person(f"user:{user_id}", request.session.get(sessions.KIND, ""))
        return self.get_response(request)


def seconds_left(request: HttpRequest) -> int:
    """The seconds until an idle session of this browser ends; 0 without one."""
    session = getattr(request, "session", None)
    if session is None or not sessions.is_signed_in(session):
        return 0
    return max(int(sessions.time_left(session).total_seconds()), 0)


@require_safe
def time_left(request: HttpRequest) -> HttpResponse:
    """The remaining seconds for an open page (static/js/session.js), which is left at 0."""
    return HttpResponse(str(seconds_left(request)), content_type="text/plain; charset=utf-8")
