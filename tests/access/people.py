"""A browser for each role of the tables of pages, and the data that the role must not read."""

from collections.abc import Iterable

from django.core.signing import TimestampSigner
from django.test import Client
from django.urls import reverse

from core.http.cookies import cookie_name
from tests.access.world import SIDE, SIDES, World
from tests.sessions import sign_in

# Who may read the name, phone and street of a buyer, and the codes of whose orders ("G" the guest's, "A" those of the
# cooperative, "H" those of the household). Officials are shown codes in the rows of their figures, and no buyer.
_BUYER = {"buyer", "manager", "staff", "household", "behalf", "operator"}
_GUEST = {"placed", "reader", "manager", "staff", "operator"}
_CODES = {
    "A": {"buyer", "manager", "staff", "commune", "province", "operator"},
    "H": {"buyer", "household", "behalf", "commune", "province", "operator"},
    "G": {"placed", "reader", "manager", "staff", "commune", "province", "operator"},
}


def browser_of(role: str, world: World) -> Client:
    """A new browser in which this role is signed in."""
    browser = Client()
    if role in ("placed", "reader"):
        stored = [[code, int(role == "placed"), 0] for code in world.codes("G")]
        browser.cookies[cookie_name("choxa_orders")] = TimestampSigner(salt="choxa_orders").sign_object(["", *stored])
    elif role != "guest":
        sign_in(browser, world.user(role))
    if role == "behalf":
        browser.post(reverse("seller:choose"), {"work_for": world.objects["H.seller"]["seller_id"]})
    return browser


def secrets_from(role: str, world: World) -> list[str]:
    """Data that no answer to this role may contain."""
    result: list[str] = []
    if role not in _BUYER:
        result += SIDES[SIDE].signed_in.secrets
    if role not in _GUEST:
        result += SIDES[SIDE].guest.secrets
    for owner, readers in _CODES.items():
        if role not in readers:
            result += world.codes(owner)
    return result


def leaks(text: str, secrets: Iterable[str], requested: str) -> list[str]:
    """The secrets in an answer, except for those in the request."""
    return [secret for secret in secrets if secret in text and secret not in requested]
