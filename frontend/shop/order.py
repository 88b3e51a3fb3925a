"""One order as its buyer sees it: where it stands, what is next and by when, whom to call."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.codes import read_order_code
from core.errors import DomainError
from frontend.shop import browser
from orders.models import Order, ReturnState
from orders.queries.order_page import order_page
from orders.queries.visible import orders_visible_to
from orders.services.cancel_by_buyer import cancel_by_buyer


@never_cache
@require_safe
def order(request: HttpRequest, code: str) -> HttpResponse:
    found = _visible(request, code)
    if found is None:
        return ask_for_phone(code)
    page = order_page(found.pk)
    context = {
        "page": page,
        "order": page.order,
        "may_cancel": _is_buyer(request, found),
        "asked_back": next((one.amount for one in page.returns if one.state == ReturnState.ASKED), 0),
        "going_back": next((one.amount for one in page.returns if one.is_open), page.order.total),
    }
    return render(request, "shop/order.html", context)


@require_POST
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """The buyer withdraws what nobody has paid or confirmed."""
    found = bought_order(request, code)
    if found is None:
        return ask_for_phone(code)
    signed_in = request.user if request.user.is_authenticated else None
    try:
        cancel_by_buyer(order_id=found.pk, actor=signed_in)
        messages.success(request, _("Đã hủy đơn %(code)s.") % {"code": found.code})
    except DomainError as error:
        messages.error(request, str(error.message))
    return redirect("shop:order", found.code)


def bought_order(request: HttpRequest, code: str) -> Order | None:
    """The order with its seller, where this is its buyer: by code and phone, or signed in."""
    found = _visible(request, code)
    return found if found is not None and _is_buyer(request, found) else None


def _visible(request: HttpRequest, code: str) -> Order | None:
    """The order, where this browser opened it before or this person may see it; a stranger learns nothing."""
    read = read_order_code(code[:40])
    if read is None:
        return None
    if read in browser.opened_orders(request):
        return Order.objects.select_related("seller").filter(code=read).first()
    if "_auth_user_id" in request.session:
        return orders_visible_to(request.user).select_related("seller").filter(code=read).first()
    return None


def _is_buyer(request: HttpRequest, found: Order) -> bool:
    if found.code in browser.opened_orders(request):
        return True
    return found.user_id is not None and "_auth_user_id" in request.session and found.user_id == request.user.pk


def ask_for_phone(code: str) -> HttpResponse:
    """A stranger opens an order by its code and phone first."""
    return redirect(f"{reverse('shop:orders')}?{urlencode({'ma': code[:40]})}")
