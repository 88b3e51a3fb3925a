"""/robots.txt: the pages that search engines must not crawl. Responses also have `noindex` (core.http.headers)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# Personal pages and machine endpoints. No secret address is listed: attackers read this file.
_PAGES = (
    "shop:cart", "shop:checkout", "shop:orders", "account:home", "account:sign-in", "seller:today", "office:figures",
    "admin:index", "graphql",
)  # fmt: skip
_BELOW = ("/thanh-toan/", "/bien-nhan/", "/payments/", "/v1", "/v2")


@require_safe
@cache_control(public=True, max_age=86_400)
def robots(request: HttpRequest) -> HttpResponse:
    closed = [*map(reverse, _PAGES), *_BELOW, f"{reverse('shop:search')}?"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
