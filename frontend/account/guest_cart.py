"""At sign-in the guest's cart lines become the user's; typed data and orders opened by others do not."""

from django.http import HttpRequest, HttpResponse

from accounts.models import User
from core.errors import DomainError
from core.http import last_person
from frontend.common import cookies
from frontend.common.interrupted_form import pending_form
from orders.checkout.services.claim_checkout import claim_checkout


def guest_cart(request: HttpRequest) -> cookies.Cart | None:
    """The guest's cart of this browser; read before the session belongs to the user."""
    return None if request.user.is_authenticated else cookies.cart(request)


def claim_guest_cart(request: HttpRequest, response: HttpResponse, user: User, cart: cookies.Cart | None) -> None:
    """Assign the browser's stored data to the user who has just signed in."""
    cookies.clear_others(request, response, user)
    last_person.remember(response, user.pk)
    pending_form(request, user)  # another user's is discarded
    if cart is None:
        return
    try:
        claim_checkout(checkout_id=cart.checkout_id, user=user)
    except DomainError:
        return  # placed or deleted meanwhile: nothing to hand over, and no message, since the user did not request it
    cookies.keep_cart(request, response, cart.checkout_id, cart.count)
