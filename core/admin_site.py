"""The admin site. It answers 400 to field names and selections that do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.admin import ModelAdmin
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.admin.sites import AdminSite
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse

View = TypeVar("View", bound=Callable[..., Any])


class Site(AdminSite):
    """Django uses selected rows and `_to_field` from the request unchecked, and fails if they do not exist."""

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        inner = super().admin_view(view, cacheable)
        page = getattr(view, "__self__", None)
        if not isinstance(page, ModelAdmin):
            return inner
        key = page.model._meta.pk

        @wraps(inner)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if "" in (request.GET.get(TO_FIELD_VAR), request.POST.get(TO_FIELD_VAR)):
                raise BadRequest(f"{TO_FIELD_VAR} is empty")
            for ticked in request.POST.getlist(ACTION_CHECKBOX_NAME):
                try:
                    key.clean(ticked, None)
                except ValidationError as error:
                    raise BadRequest(f"no key of {page.model._meta.label}") from error
            return inner(request, *args, **kwargs)

        return cast(View, checked)


class SiteConfig(AdminConfig):
    default_site = "core.admin_site.Site"
