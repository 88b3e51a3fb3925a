"""A buyer requests a return of a delivered order, and may withdraw the request."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from frontend.common.return_form import ReturnForm, form_key
from frontend.common.submit import perform, submit
from frontend.shop.order import ask_for_phone, bought_order
from orders.models import Order, ReturnState
from orders.returns.rules import return_request_refusal
from orders.returns.selection import returnable_of
from orders.returns.services.request_return import request_return
from orders.returns.services.withdraw_return import withdraw_return
from orders.returns.window import return_window_end


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """The return form; POST sends the request."""
    order = bought_order(request, code)
    if order is None:
        return ask_for_phone(code)
    if request.method == "POST":
        form, key = ReturnForm(returnable_of(order), request.POST), form_key(request)
        actor = _signed_in(request)
        if submit(
            form,
            lambda: request_return(order_id=order.pk, form_key=key, actor=actor, **form.service_arguments()),
            raises=(),
        ):
            messages.success(request, _("Đã gửi đề nghị tới người bán. Tiền của đơn được giữ lại tới khi trả lời."))
            return redirect("shop:order", order.code)
        return _page(request, order, form, key)
    if why := return_request_refusal(order, order.returns.all()):
        messages.error(request, str(why))
        return redirect("shop:order", order.code)
    return _page(request, order, ReturnForm(returnable_of(order)), uuid4())


@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Withdraw the request before it is answered."""
    order = bought_order(request, code)
    if order is None:
        return ask_for_phone(code)
    pending = order.returns.filter(state=ReturnState.REQUESTED).first()
    if pending is None:
        messages.error(request, _("Đề nghị này đã được trả lời rồi."))
    elif perform(request, lambda: withdraw_return(return_id=pending.pk, actor=_signed_in(request)), raises=()):
        messages.success(request, _("Đã rút đề nghị hoàn tiền."))
    return redirect("shop:order", order.code)


def _page(request: HttpRequest, order: Order, form: ReturnForm, key: UUID) -> HttpResponse:
    context = {"order": order, "form": form, "form_key": key, "until": return_window_end(order)}
    return render(request, "shop/return_request.html", context, status=422 if form.errors else 200)


def _signed_in(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None
