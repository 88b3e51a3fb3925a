"""Defects in units and addresses, written past all constraints."""

from datetime import date

from places.models import Address, Succession, Unit
from tests.marketplace.broken import breaks


@breaks("places.commune-has-province", "a commune in nothing")
def _() -> None:
    Unit.objects.filter(code="30076", valid_to=None).update(parent=None)


@breaks("places.old-commune-has-successor", "an old commune that became nothing")
def _() -> None:
    Succession.objects.all().delete()


@breaks("places.succession-follows-in-time", "a successor that began later")
def _() -> None:
    Unit.objects.filter(code="30076").update(valid_from="2026-01-01")


@breaks("places.code-one-at-a-time", "two units of one code")
def _() -> None:
    Unit.objects.filter(code="30112").update(code="30076", valid_from=date(2025, 7, 2))


@breaks("places.address-in-commune", "an address in a province")
def _() -> None:
    Address.objects.update(unit=Unit.objects.get(code="82"))
