"""The buyer's return from a gateway: verified, then redirected to the payment page. It never completes a payment.

The first use of a recent return proves that this browser is the buyer's, even if the bank opened another one.
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from frontend.shop.order import is_buyer
from frontend.shop.placed_orders import keep_placed
from orders.queries import orders_paid_by
from payments.sdk.payment_returns import read_return


@require_GET
@never_cache
def payment_return(request: HttpRequest, provider: str) -> HttpResponse:
    result = read_return(provider, request.GET.dict())
    if result is None:
        raise Http404
    if result.return_to:
        return HttpResponseRedirect(result.return_to)
    if result.is_from_api:
        return render(request, "shop/return_done.html", {"waiting": result.waiting, "declined": result.decline_code})
    orders = orders_paid_by(result.intent_id) if result.signature_ok and result.intent_id else []
    if not orders:
        return render(request, "shop/return_unknown.html", status=400)
    response = redirect("shop:payment", orders[0].code)
    if result.proves_buyer:
        keep_placed(request, response, orders)
    elif not is_buyer(request, orders[0]):
        return render(request, "shop/return_used.html", status=403)
    return response
