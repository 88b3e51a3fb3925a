"""Integrity checks of administrative units and addresses."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from core.integrity import CheckResult, integrity_check
from places.models import Address, Level, Succession, Unit
from places.queries import valid_on
from places.unit_sources import OLD_FROM, REFORM


@integrity_check("places.commune-has-province")
def commune_has_province() -> CheckResult:
    """Every commune of today lies in a province of today."""
    communes = Unit.objects.filter(valid_on(), level=Level.COMMUNE)
    in_force = Q(parent__level=Level.PROVINCE, parent__valid_to__isnull=True)
    return CheckResult(communes.count(), _names(communes.exclude(in_force)))


@integrity_check("places.old-commune-has-successor")
def old_commune_has_successor() -> CheckResult:
    """Every former commune has a successor: every address from before the reform can be resolved."""
    gone = Unit.objects.filter(level=Level.COMMUNE, valid_to__isnull=False)
    return CheckResult(
        gone.count(), _names(gone.exclude(Exists(Succession.objects.filter(predecessor=OuterRef("pk")))))
    )


@integrity_check("places.succession-follows-in-time")
def succession_follows_in_time() -> CheckResult:
    """A successor begins when its predecessor ends; what ended before the list of 30/6/2025 leads into that list."""
    pairs = Succession.objects.all()
    earlier = Q(predecessor__valid_to__lt=REFORM, successor__valid_from=OLD_FROM)
    right = Q(successor__valid_from=F("predecessor__valid_to")) | earlier
    wrong = pairs.exclude(right).select_related("predecessor", "successor")
    return CheckResult(pairs.count(), [str(pair) for pair in wrong[:50]])


@integrity_check("places.code-one-at-a-time")
def code_one_at_a_time() -> CheckResult:
    """No code means two units on one day (the database refuses it too)."""
    later = Unit.objects.filter(code=OuterRef("code"), valid_from__gt=OuterRef("valid_from"))
    begins_before_end = later.filter(valid_from__lt=OuterRef("valid_to"))
    overlap = Unit.objects.filter(Exists(begins_before_end) | Q(Exists(later), valid_to__isnull=True))
    return CheckResult(Unit.objects.count(), _names(overlap))


@integrity_check("places.address-in-commune")
def address_in_commune() -> CheckResult:
    """Addresses point to communes of the two-level system; an old unit beside one is of before it."""
    addresses = Address.objects.all()
    not_of_today = ~Q(unit__level=Level.COMMUNE) | Q(unit__valid_from__lt=REFORM)
    wrong = addresses.filter(not_of_today | Q(old_unit__isnull=False, old_unit__valid_to__isnull=True))
    return CheckResult(addresses.count(), [f"address {pk}" for pk in wrong.values_list("pk", flat=True)[:50]])


def _names(units: QuerySet[Unit]) -> list[str]:
    return [f"{unit.code} {unit.full_name} ({unit.valid_from})" for unit in units.defer("search")[:50]]
