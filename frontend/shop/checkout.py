"""Checkout on one page: contact, address, deliveries, payment method. A refused form keeps the input."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError, NotFound
from frontend.common import cookies
from frontend.common.interrupted_form import sign_in_first
from frontend.common.submit import attempt, perform
from frontend.shop.checkout_save import save
from frontend.shop.commune import CommuneAnswer, known_place, read_commune
from frontend.shop.forms.checkout import CheckoutForm, initial_from
from frontend.shop.placed_orders import show_placed
from orders.checkout.limits import consume_cart_change
from orders.checkout.queries.checkout_view import CheckoutView, find_checkout, view_checkout
from orders.models import Checkout
from places.queries import provinces
from shipping.quotes.services.quote_parcels import ask_and_store


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def checkout(request: HttpRequest) -> HttpResponse:
    """GET shows; POST stores, or recalculates the page without scripts."""
    opened = _open(request)
    if isinstance(opened, HttpResponse):
        if request.method == "POST" and cookies.is_left_by_another(request):
            return sign_in_first(request)
        return opened
    reviews = request.method == "POST" and request.POST.get("action") == "review"
    form = _form(request, opened, is_checked=reviews)
    if form is None:
        return redirect("shop:cart")
    if request.method != "POST":
        return _page(request, form)
    if not perform(request, lambda: consume_cart_change(cookies.client(request)), raises=()):
        return _page(request, form, status=429)
    if not reviews or not save(form):
        return _page(request, form)
    response = redirect("shop:review")
    if commune := form.place.commune:
        cookies.keep_place(request, response, commune.unit_id, commune.label)
    return response


@require_POST
@never_cache
def delivery(request: HttpRequest) -> HttpResponse:
    """The deliveries and the total for the current input, for htmx. Only quotes are stored."""
    opened = _open(request)
    if isinstance(opened, HttpResponse):
        return opened
    form = _form(request, opened, is_checked=False)
    if form is None:
        return redirect("shop:cart")
    # htmx does not swap a response with an error status.
    status = 429 if form.not_quoted and "HX-Request" not in request.headers else 200
    context = {"form": form, "options": form.options, "oob": True}
    return render(request, "shop/checkout_delivery.html", context, status=status)


def open_view(request: HttpRequest) -> CheckoutView | HttpResponse:
    """The browser's cart if it has lines; else a redirect."""
    opened = _open(request)
    if isinstance(opened, HttpResponse):
        return opened
    view = view_checkout(opened)
    return view if view.groups else redirect("shop:cart")


def _open(request: HttpRequest) -> Checkout | HttpResponse:
    """The browser's cart; else a redirect (1 statement)."""
    cookie_cart = cookies.cart(request)
    try:
        opened = find_checkout(cookie_cart.checkout_id) if cookie_cart else None
    except NotFound:
        opened = None
    if opened is None:
        return redirect("shop:cart")
    return opened if opened.placed_at is None else show_placed(request, opened.pk)


def _form(request: HttpRequest, opened: Checkout, *, is_checked: bool) -> CheckoutForm | None:
    """The stored or submitted form; None for an empty cart. The seller groups are read once.

    Unless `is_checked`, the submitted input is shown again without validation.
    """
    known = known_place(opened.shipping_address) or cookies.place(request)
    if request.method != "POST":
        place = CommuneAnswer.of_known(known, opened.shipping_address)
        view, refusal = _quoted(request, opened, place.unit_id)
        form = CheckoutForm(view, place, initial=initial_from(view, place), not_quoted=refusal)
        return form if view.groups else None
    place = read_commune(request.POST, known)
    view, refusal = _quoted(request, opened, place.unit_id)
    if not view.groups:
        return None
    sent = request.POST.copy()
    if place.commune:
        sent["commune"] = place.commune.label
        sent["street"] = sent.get("street", "").strip() or place.commune.street
    if is_checked:
        return CheckoutForm(view, place, sent, not_quoted=refusal)
    return CheckoutForm(view, place, initial=sent.dict(), not_quoted=refusal)


def _quoted(request: HttpRequest, opened: Checkout, unit_id: int | None) -> tuple[CheckoutView, DomainError | None]:
    """The cart with the deliveries to a commune. Calling carriers for new quotes counts as a cart change.

    Above the limit: with the deliveries to the saved address, and the refusal.
    """

    def count() -> None:
        consume_cart_change(cookies.client(request))

    quotes = partial(ask_and_store, before_asking=count)
    viewed = attempt(lambda: view_checkout(opened, unit_id=unit_id, quotes=quotes), raises=())
    return (viewed.value, None) if viewed else (view_checkout(opened), viewed.refusal)


def _page(request: HttpRequest, form: CheckoutForm, *, status: int = 200) -> HttpResponse:
    if form.is_bound and status == 200:
        form.focus_first_error()
    context = {
        "form": form,
        "options": form.options,
        "provinces": provinces(),
        "typed": form.typed_commune,
        "matches": form.place.matches,
    }
    return render(request, "shop/checkout.html", context, status=422 if form.problems and status == 200 else status)
