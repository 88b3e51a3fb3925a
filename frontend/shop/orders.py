"""Orders of a buyer: by code and phone, of this browser, and of the signed-in buyer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from frontend.common import cookies, parsing
from frontend.common.paging import moment_after, page_behind
from frontend.common.submit import submit
from frontend.shop.forms.order_lookup import OrderLookupForm
from orders.fulfilment.queries.guest_order import order_for_guest
from orders.models import Order

_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def orders(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _open(request)
    return _page(request, OrderLookupForm(initial={"code": parsing.short(request.GET.get("ma"), 40)}, auto_id="o-%s"))


@require_POST
def forget_orders(request: HttpRequest) -> HttpResponse:
    """Remove the orders from this browser ("Quên các đơn trên máy này"); the orders themselves stay."""
    messages.success(request, _("Máy này không còn nhớ đơn nào. Mở lại bằng mã và số điện thoại, hoặc đăng nhập."))
    response = redirect("shop:orders")
    cookies.clear_orders(response)
    return response


def _open(request: HttpRequest) -> HttpResponse:
    form = OrderLookupForm(request.POST, auto_id="o-%s")
    sent = submit(
        form,
        lambda: order_for_guest(**form.service_arguments(), ip=request.META.get("REMOTE_ADDR", "")),
        fields={"code": ""},  # above the form: it concerns the phone as well
        raises=(),
    )
    if not sent:
        return _page(request, form, status=sent.status)
    response = redirect("shop:order", sent.value.code)
    cookies.keep_orders(request, response, [sent.value.code], is_buyer=False)
    return response


def _page(request: HttpRequest, form: OrderLookupForm, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form}
    known = Order.objects.select_related("seller").order_by("-created_at")
    opened = [order.code for order in cookies.opened_orders(request)]
    context["opened"] = list(known.filter(code__in=opened)[:_SHOWN]) if opened else []
    if "_auth_user_id" in request.session and request.user.is_authenticated:
        own = known.filter(user=request.user)
        if before := moment_after(request):
            own = own.filter(created_at__lt=before)
        rows = list(own[: _SHOWN + 1])
        context["own"], context["older"] = page_behind(rows, _SHOWN, lambda order: order.created_at.isoformat())
        shown = {order.pk for order in rows}
        context["opened"] = [order for order in context["opened"] if order.pk not in shown]
    return render(request, "shop/orders.html", context, status=status)
