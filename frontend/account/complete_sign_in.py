"""The last step of every sign-in: a session with its limits, a known device, an audit entry, the user's own site."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts import devices, sessions
from accounts.models import User
from accounts.queries import unread_notices
from accounts.reauthentication import mark_reauthenticated
from accounts.services.sign_in import Visitor, record_sign_in
from core.http.cookies import cookie_name, set_private_cookie
from frontend.account.guest_cart import claim_guest_cart, guest_cart
from frontend.account.landing import home_site, kind_of
from frontend.account.required_actions import store_required_action
from frontend.account.security_notices import words_of
from frontend.common.redirects import next_page

_DEVICE_COOKIE = "choxa_device"


def visitor_of(request: HttpRequest) -> Visitor:
    """The origin of this request."""
    return Visitor(
        ip=request.META["REMOTE_ADDR"],
        user_agent=request.headers.get("User-Agent", ""),
        device=request.COOKIES.get(cookie_name(_DEVICE_COOKIE), ""),
    )


def enter(request: HttpRequest, user: User, *, factor: str, destination: str = "") -> HttpResponse:
    """Sign in the person who was authenticated by `factor`.

    Leads to `destination`, the form's `next`, or their own site.
    """
    visitor = visitor_of(request)
    destination, cart = destination or next_page(request, ""), guest_cart(request)
    login(request, user)
    mark_reauthenticated(request)
    sessions.begin(request.session, kind_of(user), visitor.describe())
    required_action = store_required_action(request, user)
    record_sign_in(user, visitor, factor=factor)
    site = home_site(user)
    request.session["home_site"] = site
    there = destination or (site["url"] if site else "/")
    if required_action != "password" and there != reverse(
        "account:home"
    ):  # else the account page is next, which shows the notices
        for notice in unread_notices(user):
            messages.warning(request, words_of(notice))
    response = HttpResponseRedirect(there)
    set_private_cookie(response, _DEVICE_COOKIE, devices.remember(visitor.device, user), age=devices.LASTS)
    claim_guest_cart(request, response, user, cart)
    return response
