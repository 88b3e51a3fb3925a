"""The buyer's way back from VNPay: checked, then on to the page that tells the truth. It never completes a payment."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from payments.providers.vnpay.returns import read_return


@never_cache
@require_GET
def vnpay_return(request: HttpRequest) -> HttpResponse:
    found = read_return(request.GET.dict())
    if found.return_to:
        return HttpResponseRedirect(found.return_to)
    if found.made_by_api:
        return render(request, "shop/return_done.html", {"waiting": found.waiting, "declined": found.decline_code})
    checkout_id = _uuid(found.transfer_group)
    if not found.signature_ok or checkout_id is None:
        return render(request, "shop/return_unknown.html", status=400)
    return redirect("shop:payment", checkout_id)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
