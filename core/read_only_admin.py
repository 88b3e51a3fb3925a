"""Read-only admin pages."""

from typing import Any

from django.http import HttpRequest


class ReadOnly:
    """Before `ModelAdmin` or an inline: nothing is added, changed or deleted there.

    Changes go through services: their locks, postings and audit cannot be walked around.
    """

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
