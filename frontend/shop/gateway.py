"""Redirect a buyer to the gateway, or to the payment page if that is refused."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from frontend.common.submit import perform
from orders.checkout.services.start_payment import start_payment
from orders.models import Order

_LOCALES = {"vi": "vn", "en": "en"}


def redirect_to_gateway(request: HttpRequest, order: Order) -> HttpResponse:
    """A redirect to the gateway, to pay for all orders of the checkout; to the payment page if it shows QR codes, or no
    payment can start now.
    """
    started = perform(
        request,
        lambda: start_payment(
            checkout_id=order.checkout_id,
            ip=request.META.get("REMOTE_ADDR", ""),
            locale=_LOCALES.get(getattr(request, "LANGUAGE_CODE", "vi"), "vn"),
        ),
        raises=(),
    )
    return HttpResponseRedirect(started.result) if started.result else redirect("shop:payment", order.code)
