"""Defects in sellers, written past all constraints."""

from accounts.models import AuditEntry
from cooperatives.models import Seller
from places.models import Unit
from tests.factories import make_user
from tests.marketplace.broken import breaks


@breaks("cooperatives.sellers-stand-in-their-commune", "a seller moved without its address")
def _() -> None:
    Seller.objects.update(unit=Unit.objects.get(code="30112", valid_to=None))


@breaks("cooperatives.members-are-households", "a member that is an enterprise")
def _() -> None:
    Seller.objects.filter(kind="household").update(kind="enterprise")


@breaks("cooperatives.acted-with-consent", "a deed for a household that never agreed")
def _() -> None:
    household = Seller.objects.get(kind="household")
    AuditEntry.objects.create(
        actor=make_user(), action="stock.count", object_ref="x", on_behalf_of=f"cooperatives.Seller:{household.pk}"
    )
