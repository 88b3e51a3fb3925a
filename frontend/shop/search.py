"""Search and categories: one list with filters (links and forms), in pages."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from catalog.products.filters import Filters
from catalog.products.queries import category_summaries
from catalog.search.products import SearchPage, search_products
from core.errors import DomainError
from core.http.headers import same_for_all
from core.response_cache.declare import cached_for_guests
from core.response_cache.scopes import Scope
from frontend.common import parsing

SORTS = {
    "": _("Còn hàng, hợp nhất trước"),
    "moi": _("Mới lên kệ"),
    "gia-tang": _("Giá thấp trước"),
    "gia-giam": _("Giá cao trước"),
}
_SORT_NAMES = {"moi": "new", "gia-tang": "price", "gia-giam": "-price"}
_PAGE = 24


@cached_for_guests(Scope.CATALOG, Scope.SELLERS, params=("q", "nhom", "sap-xep", "mua", "ocop", "sau"))
@require_safe
@same_for_all
@vary_on_headers("HX-Request")
def search(request: HttpRequest) -> HttpResponse:
    text = parsing.short(request.GET.get("q"), 100)
    groups = category_summaries()
    group = next((category for category in groups if category.slug == request.GET.get("nhom")), None)
    sort = request.GET.get("sap-xep", "") if request.GET.get("sap-xep", "") in SORTS else ""
    in_season, stars = request.GET.get("mua") == "1", request.GET.get("ocop") == "1"
    filters = Filters(category=group.slug if group else None, in_season=in_season, min_stars=3 if stars else None)
    page = _search(text, filters, sort, parsing.short(request.GET.get("sau"), 300) or None)
    query = {"q": text, "nhom": group.slug if group else "", "sap-xep": sort}
    query |= {"mua": "1" if in_season else "", "ocop": "1" if stars else ""}
    context = {
        "found": page,
        "search_text": text,
        "group": group,
        "groups": [
            (category, _address(query | {"nhom": category.slug}))
            for category in groups
            if category.has_products or category == group
        ],
        "everything": _address(query | {"nhom": ""}),
        "sorts": SORTS,
        "sort": sort,
        "in_season": in_season,
        "stars": stars,
        "toggle_season": _address(query | {"mua": "" if in_season else "1"}),
        "toggle_stars": _address(query | {"ocop": "" if stars else "1"}),
        "as_typed": _address(query),
        "more": _address(query | {"sau": page.next_cursor}) if page.next_cursor else None,
        "is_first": not request.GET.get("sau"),
    }
    part = request.headers.get("HX-Request") and request.GET.get("sau")
    return render(request, "shop/search_more.html" if part else "shop/search.html", context)


def _search(text: str, filters: Filters, sort: str, after: str | None) -> SearchPage:
    """A page of results; the first if the cursor in the URL is invalid."""
    try:
        return search_products(text, sort=_SORT_NAMES.get(sort), after=after, limit=_PAGE, filters=filters)
    except DomainError:  # a read without a form or message
        return search_products(text, sort=_SORT_NAMES.get(sort), limit=_PAGE, filters=filters)


def _address(query: dict[str, str]) -> str:
    filled = {key: value for key, value in query.items() if value}
    return f"?{urlencode(filled)}" if filled else "?"
