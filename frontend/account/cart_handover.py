"""Someone signs in: a guest's goods come along; nothing that was typed, no order that was opened by another."""

from django.http import HttpRequest, HttpResponse

from accounts.models import User
from core.errors import DomainError
from core.http import last_person
from frontend.common import cookies
from frontend.common.interrupted_form import pending_form
from orders.checkout.services.claim_checkout import claim_checkout


def guest_cart(request: HttpRequest) -> cookies.Cart | None:
    """The guest's cart of this browser; asked before the session is the user's."""
    return None if request.user.is_authenticated else cookies.cart(request)


def hand_over(request: HttpRequest, response: HttpResponse, user: User, cart: cookies.Cart | None) -> None:
    """Make what the browser keeps this user's, who has just signed in."""
    cookies.clear_others(request, response, user)
    last_person.remember(response, user.pk)
    pending_form(request, user)  # another's is thrown away
    if cart is None:
        return
    try:
        claim_checkout(checkout_id=cart.checkout_id, user=user)
    except DomainError:
        return  # nobody asked for it, so that nothing is shown: placed or gone meanwhile: nothing to take along
    cookies.keep_cart(request, response, cart.checkout_id, cart.count)
