"""The receipt of a sale at a stall: for whoever has its address; nothing of the buyer is in it."""

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
