"""Defects in roles, written past all constraints."""

from accounts.models import Membership
from places.models import Unit
from tests.factories import make_user
from tests.marketplace.broken import breaks


@breaks("accounts.roles-fit-their-units", "a provincial official of a commune")
def _() -> None:
    commune = Unit.objects.get(code="30076", valid_to=None)
    Membership.objects.create(user=make_user(), role="province", unit=commune)
