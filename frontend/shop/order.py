"""One order for its buyer: its state, the next step with its deadline, and whom to call."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.roles import is_operator
from core.identifiers import read_order_code
from core.logs.context import note_refusal
from frontend.common import cookies
from frontend.common.submit import perform
from orders.fulfilment.queries.order_page import order_page
from orders.fulfilment.services.cancel_by_buyer import cancel_by_buyer
from orders.models import Order, ReturnState
from orders.queries import orders_visible_to


@require_safe
@never_cache
def order(request: HttpRequest, code: str) -> HttpResponse:
    opened = _opened(request, code)
    if opened is None:
        return _page_of_its_part(request, code) or ask_for_phone(code)
    page = order_page(opened.pk)
    context = {
        "page": page,
        "order": page.order,
        "may_act": is_buyer(request, opened),
        "asked_back": next((one.amount for one in page.returns if one.state == ReturnState.REQUESTED), 0),
        "going_back": next((one.amount for one in page.returns if one.is_open), page.order.total),
    }
    return render(request, "shop/order.html", context)


@require_POST
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """The buyer cancels an order that is neither paid nor confirmed."""
    bought = bought_order(request, code)
    if bought is None:
        return ask_for_phone(code)
    signed_in = request.user if request.user.is_authenticated else None
    if perform(request, lambda: cancel_by_buyer(order_id=bought.pk, actor=signed_in), raises=()):
        messages.success(request, _("Đã hủy đơn %(code)s.") % {"code": bought.code})
    return redirect("shop:order", bought.code)


def bought_order(request: HttpRequest, code: str) -> Order | None:
    """The order with its seller, for its buyer only: the browser that placed it, or signed in.

    A code and a phone number are no proof: the seller knows both.
    """
    opened = _opened(request, code)
    return opened if opened is not None and is_buyer(request, opened) else None


def is_buyer(request: HttpRequest, opened: Order) -> bool:
    """Whether this browser placed the order or returned from the gateway with a valid signature, or its buyer is signed
    in.
    """
    if any(known.code == opened.code and known.is_buyer for known in cookies.opened_orders(request)):
        return True
    return opened.user_id is not None and "_auth_user_id" in request.session and opened.user_id == request.user.pk


def _opened(request: HttpRequest, code: str) -> Order | None:
    """The order if it was opened here before or is the reader's own; else a redirect that reveals nothing."""
    read = read_order_code(code[:40])
    if read is None:
        return None
    orders = Order.objects.select_related("seller").filter(code=read)
    if any(known.code == read for known in cookies.opened_orders(request)):
        return orders.first()
    if "_auth_user_id" in request.session and request.user.is_authenticated:
        return orders.filter(user=request.user).first()
    return None


def _page_of_its_part(request: HttpRequest, code: str) -> HttpResponse | None:
    """Redirect sellers and the operator to their own pages of the order."""
    read = read_order_code(code[:40])
    if read is None or "_auth_user_id" not in request.session:
        return None
    if not orders_visible_to(request.user).filter(code=read).exists():
        return None
    return redirect("office:order-returns" if is_operator(request.user) else "seller:order", read)


def ask_for_phone(code: str) -> HttpResponse:
    """Redirect to the form with code and phone."""
    note_refusal("not_opened")
    return HttpResponseRedirect(f"{reverse('shop:orders')}?{urlencode({'ma': code[:40]})}")
