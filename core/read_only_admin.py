"""Read-only admin pages."""

from typing import Any

from django.http import HttpRequest


class ReadOnly:
    """A mixin before `ModelAdmin` or an inline: nothing can be added, changed or deleted.

    Changes go through services, so that their locks, postings and audit cannot be bypassed.
    """

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
