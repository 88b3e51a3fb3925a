"""A signed-in session counts only while its account does."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class AccountStateMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
