"""The receipt of a POS sale: for anyone with its URL; it has no data of the buyer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from orders.pos.queries import receipt as receipt_of


@require_safe
@never_cache
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    sale = receipt_of(code)
    if sale is None:
        raise Http404
    return render(request, "shop/receipt.html", {"sale": sale, "seller": sale.seller})
