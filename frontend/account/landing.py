"""The page after sign-in, the user's own site, and the limits of the session."""

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from accounts.models import User
from accounts.roles import scope, works_for_the_public
from accounts.sessions import Kind
from cooperatives.queries import acting_sellers


def home_site(user: User) -> dict[str, str] | None:
    """The address and name of this person's own site, for the header's link (which translates it); None for buyers."""
    if acting_sellers(user).exists():
        return {"url": reverse("seller:today"), "name": _("Bán hàng")}
    if scope(user):
        return {"url": reverse("office:figures"), "name": _("Chỉ số")}
    return None


def kind_of(user: User) -> Kind:
    """The kind whose session limits apply to this person: the strictest of their kinds."""
    if works_for_the_public(user):
        return "staff"
    return "seller" if acting_sellers(user).exists() else "buyer"
