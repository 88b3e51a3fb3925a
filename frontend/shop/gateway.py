"""Redirect a buyer to the gateway, or to the page of the payment where that is refused."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from frontend.common.submit import perform
from orders.checkout.services.start_payment import start_payment
from orders.models import Order

_LOCALES = {"vi": "vn", "en": "en"}


def redirect_to_gateway(request: HttpRequest, order: Order) -> HttpResponse:
    """A redirect to the gateway, to pay for the order and those placed with it; to the payment's own page where QR
    codes wait there, or no payment may start now."""
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
