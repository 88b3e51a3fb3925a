"""/favicon.ico: browsers request it if a page names no icon (the gateway's, the explorer, plain files)."""

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@require_safe
@cache_control(public=True, max_age=86_400)
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=302, headers={"Location": static("favicon.svg")})
