"""The cart: lines by seller, quantities that can be changed without scripts, problems shown at their line."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError, NotFound
from frontend.common import cookies, parsing
from frontend.common.forms import status_of
from frontend.common.submit import attempt
from frontend.shop.awaiting_payment import waiting_payment
from frontend.shop.placed_orders import show_placed
from frontend.shop.product import find, show
from orders.checkout.limits import consume_cart_change
from orders.checkout.queries.checkout_view import CheckoutView, checkout_view
from orders.checkout.services.add_lines import add_lines
from orders.checkout.services.create_checkout import create_checkout
from orders.checkout.services.set_quantity import set_quantity


@require_safe
@never_cache
def cart(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add a pack size to the cart; a refusal is shown on the product's page, with the input."""
    pack_id, typed = parsing.whole(request.POST.get("variant_id")), request.POST.get("quantity", "")
    cookie_cart = cookies.cart(request)

    def put_in() -> tuple[UUID, int]:
        consume_cart_change(cookies.client(request))
        quantity = parsing.quantity(typed)
        if pack_id is None or quantity is None:
            raise DomainError(_("Số lượng phải là một con số, từ 1 trở lên."), field="quantity")
        return _into_cart(request, cookie_cart, pack_id, quantity), quantity

    sent = attempt(put_in, raises=())
    if sent.refusal:
        return _back_to_product(request, pack_id, typed, sent.refusal)
    checkout_id, quantity = sent.value
    response = redirect("shop:cart")
    cookies.keep_cart(request, response, checkout_id, (cookie_cart.count if cookie_cart else 0) + quantity)
    return response


def _into_cart(request: HttpRequest, cookie_cart: cookies.Cart | None, pack_id: int, quantity: int) -> UUID:
    """Add to the browser's cart; to a new one if it was deleted or placed meanwhile."""
    lines = [(pack_id, quantity)]
    if cookie_cart:
        try:
            add_lines(checkout_id=cookie_cart.checkout_id, lines=lines)
            return cookie_cart.checkout_id
        except DomainError as error:  # replaced by a new cart; shown only if that fails, too
            if error.code != "CHECKOUT_PLACED" and not (isinstance(error, NotFound) and error.field != "variant_id"):
                raise
    user = request.user if request.user.is_authenticated else None
    return create_checkout(user=user, lines=lines).pk


def _back_to_product(request: HttpRequest, pack_id: int | None, typed: str, error: DomainError) -> HttpResponse:
    product_id = parsing.whole(request.POST.get("product_id"))
    page = find(request, product_id if product_id and product_id > 0 else 0)
    return show(request, page, pack_id, quantity=typed[:20] or 1, problem=error.message, status=status_of(error))


@require_POST
@never_cache
def change(request: HttpRequest) -> HttpResponse:
    """Set a line's quantity: the number in the field plus the button's step; or remove the line."""
    cookie_cart = cookies.cart(request)
    variant_id = parsing.whole(request.POST.get("variant_id"))
    if cookie_cart is None or variant_id is None:
        return redirect("shop:cart")
    checkout_id, step = cookie_cart.checkout_id, parsing.whole(request.POST.get("step")) or 0

    def set_typed() -> None:
        consume_cart_change(cookies.client(request))
        quantity = 0 if "remove" in request.POST else _typed_quantity(request, step)
        set_quantity(checkout_id=checkout_id, variant_id=variant_id, quantity=quantity)

    sent = attempt(set_typed, raises=())
    if sent.refusal:
        too_many = sent.status == 429 and "HX-Request" not in request.headers  # htmx does not swap such a response
        typed_text = request.POST.get("quantity", "")
        status = 429 if too_many else 200
        return _page(request, status=status, wrong_id=variant_id, wrong=sent.refusal.message, typed=typed_text)
    return redirect("shop:cart")


def _typed_quantity(request: HttpRequest, step: int) -> int:
    typed = parsing.quantity(request.POST.get("quantity"))
    if typed is None:
        raise DomainError(_("Số lượng phải là một con số, từ 1 trở lên."), field="quantity")
    return max(typed + step, 0) if step else typed


def _page(request: HttpRequest, *, status: int = 200, **context: object) -> HttpResponse:
    cookie_cart = cookies.cart(request)
    view = _view(cookie_cart)
    if view and view.is_placed:
        return show_placed(request, view.id)
    count = view.quantity if view else 0
    waiting = waiting_payment(request, of_user=True)
    context |= {"view": view, "cart_count": count, "waiting": waiting}
    response = render(request, "shop/cart.html", context, status=status)
    if cookie_cart and view is None:
        cookies.clear_cart(response)
    elif cookie_cart and cookie_cart.count != count:
        cookies.keep_cart(request, response, cookie_cart.checkout_id, count)
    return response


def _view(cookie_cart: cookies.Cart | None) -> CheckoutView | None:
    try:
        return checkout_view(cookie_cart.checkout_id) if cookie_cart else None
    except NotFound:
        return None
