"""Admin pages whose changes are made by services, after a password check, with refusals as messages."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from accounts.reauthentication import reauthentication_required
from core.errors import DomainError


def actor_of(request: HttpRequest) -> User:
    """The user of the admin, who is always signed in."""
    assert isinstance(request.user, User)
    return request.user


class Reauthenticated:
    """A mixin before `ModelAdmin`: changes of users and roles need a recent password (OWASP ASVS 5.0, 7.5.1)."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return reauthentication_required()(super().changeform_view)(request, *args, **kwargs)  # type: ignore[misc]

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return reauthentication_required()(super().changelist_view)(request, *args, **kwargs)  # type: ignore[misc]


class ByService(Reauthenticated, ModelAdmin):
    """Rows that a service adds; they cannot be edited or deleted here. A refusal is shown as a message."""

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def get_actions(self, request: HttpRequest) -> Any:
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().add_view(request, *args, **kwargs)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
            return self.response_post_save_add(request, self.model())
