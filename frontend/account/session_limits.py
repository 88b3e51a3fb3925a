"""End sessions that were unused too long or are too old, by the kind of person (accounts/sessions.py)."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user
from django.http import HttpRequest, HttpResponse

from accounts import sessions
from accounts.models import User
from core.logs.context import note_person
from frontend.account.duties import remember_duty
from frontend.account.landing import kind_of


class SessionLimitsMiddleware:
    """Stands before the one that finds the user: a session past its limits is nobody's from here on.

    What a person is may change while the session lasts, so it is asked again whenever the last request is written down.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and sessions.is_signed_in(request.session):
            if sessions.is_over(request.session):
                request.session.flush()
            elif sessions.is_due(request.session):
                user = get_user(request)
                if isinstance(user, User):
                    request.session[sessions.KIND] = kind_of(user)
                    remember_duty(request, user)
            if user_id := request.session.get(SESSION_KEY):
                note_person(f"user:{user_id}", request.session.get(sessions.KIND, ""))
        return self.get_response(request)
