"""Checkout on one page: who, where, how each seller's goods travel, how to pay. What was typed is never lost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import NotFound
from frontend.common import cookies, parsing
from frontend.common.interrupted_form import sign_in_first
from frontend.common.submit import perform
from frontend.shop.checkout_save import save
from frontend.shop.checkout_sheet import LIMITS, Sheet, blank, typed_in
from frontend.shop.commune import Unclear, find_commune, suggestions
from frontend.shop.placed_orders import show_placed
from orders.checkout.queries.checkout_view import CheckoutView, checkout_view
from orders.checkout.throttles import consume_cart_change
from places.queries import provinces


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def checkout(request: HttpRequest) -> HttpResponse:
    view, elsewhere = open_view(request)
    if view is None:
        if request.method == "POST" and cookies.is_left_by_another(request):
            return sign_in_first(request)
        return elsewhere
    if request.method != "POST":
        return _page(request, blank(view, cookies.place(request)))
    sheet = _filled(request, view)
    if not perform(request, lambda: consume_cart_change(cookies.client(request)), raises=()):
        return _page(request, sheet, status=429)
    if request.POST.get("action") != "review":  # a question on the way, asked without scripts: nothing is checked yet
        return _page(request, sheet)
    if save(sheet):
        response = redirect("shop:review")
        if sheet.commune:
            cookies.keep_place(request, response, sheet.commune.unit_id, sheet.commune.label)
        return response
    return _page(request, sheet)


@require_POST
@never_cache
def delivery(request: HttpRequest) -> HttpResponse:
    """The ways of delivery and the sum for what is filled in now, for a page that is open. Nothing is written."""
    view, elsewhere = open_view(request)
    if view is None:
        return elsewhere
    return render(request, "shop/checkout_delivery.html", {"sheet": _filled(request, view), "oob": True})


def open_view(request: HttpRequest) -> tuple[CheckoutView, HttpResponse] | tuple[None, HttpResponse]:
    """The browser's cart with something in it; else where to go instead."""
    cookie_cart = cookies.cart(request)
    try:
        view = checkout_view(cookie_cart.checkout_id) if cookie_cart else None
    except NotFound:
        view = None
    if view and view.is_placed:
        return None, show_placed(request, view.id)
    if view is None or not view.groups:
        return None, redirect("shop:cart")
    return view, HttpResponse()


def _filled(request: HttpRequest, view: CheckoutView) -> Sheet:
    """The sheet as it was sent, its commune made out, quoted for it."""
    sheet = typed_in(view, request.POST)
    try:
        sheet.commune = find_commune(request.POST, sheet.known_place or cookies.place(request))
    except Unclear as error:
        sheet.matches = error.matches
        sheet.errors["commune"] = error.message
    if request.POST.get("action") == "list_communes":
        sheet.matches = suggestions("", parsing.short(request.POST.get("province"), 2))
        sheet.errors.pop("commune", None)
    if sheet.commune:
        sheet.values["commune"] = sheet.commune.label
        sheet.values["street"] = sheet.values["street"] or sheet.commune.street[: LIMITS["street"]]
        if view.address is None or view.address.unit_id != sheet.commune.unit_id:  # else it is quoted for it already
            sheet.view = checkout_view(view.id, unit_id=sheet.commune.unit_id)
    return sheet


def _page(request: HttpRequest, sheet: Sheet, *, status: int = 200) -> HttpResponse:
    context = {"sheet": sheet, "provinces": provinces(), "typed": sheet.values["commune"], "matches": sheet.matches}
    return render(request, "shop/checkout.html", context, status=422 if sheet.errors and status == 200 else status)
