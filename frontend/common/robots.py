"""/robots.txt: which pages search engines leave alone. The answers themselves say `noindex` (core.http.headers)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# Pages of a person, and doors for programs. No address that is a secret stands here: this file is what attackers read.
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
