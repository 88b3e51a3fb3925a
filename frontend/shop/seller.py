"""A seller's page: identity, verification, facts from public sources, products."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.products.filters import Filters
from catalog.products.queries import product_cards
from cooperatives.queries import public_seller
from cooperatives.tax_codes import public_tax_code
from core.http.headers import same_for_all
from core.response_cache.declare import cached_for_guests
from core.response_cache.scopes import Scope
from shipping.queries import methods_of


@cached_for_guests(Scope.CATALOG, Scope.SELLERS)
@require_safe
@same_for_all
def seller(request: HttpRequest, slug: str) -> HttpResponse:
    row = public_seller(slug)
    if row is None:
        raise Http404
    context = {
        "seller": row,
        "tax_code": public_tax_code(row.tax_code),
        "methods": [method for method in methods_of(row.pk) if method.is_active],
        "cards": product_cards(Filters(seller_id=row.pk), limit=100),
    }
    return render(request, "shop/seller.html", context)
