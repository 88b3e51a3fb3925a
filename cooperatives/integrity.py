"""Integrity checks of sellers, their members, and consent to act."""

from collections import defaultdict

from django.db.models import F, Q

from accounts.models import AuditEntry
from cooperatives.models import CooperativeMember, Seller, SellerKind
from core.integrity import CheckResult, integrity_check


@integrity_check("cooperatives.sellers-stand-in-their-commune")
def sellers_stand_in_their_commune() -> CheckResult:
    """A seller's commune is that of its address: figures use the former, buyers see the latter."""
    mismatches = Seller.objects.exclude(unit=F("address__unit"))
    return CheckResult(
        Seller.objects.count(), [f"seller {row.pk}: its unit is not its address's" for row in mismatches]
    )


@integrity_check("cooperatives.members-are-households")
def members_are_households() -> CheckResult:
    """Members are households, and they belong to cooperatives."""
    mismatches = CooperativeMember.objects.exclude(
        Q(cooperative__kind=SellerKind.COOPERATIVE) & Q(household__kind=SellerKind.HOUSEHOLD)
    )
    problems = [f"member {row.pk}: {row.household_id} in {row.cooperative_id}" for row in mismatches]
    return CheckResult(CooperativeMember.objects.count(), problems)


@integrity_check("cooperatives.acted-with-consent")
def acted_with_consent() -> CheckResult:
    """Consent was in force whenever someone acted for a household, by the entries of the audit trail."""
    households: dict[str, list[str]] = defaultdict(list)
    for pk, household_id in CooperativeMember.objects.values_list("pk", "household_id"):
        households[f"cooperatives.Seller:{household_id}"].append(f"cooperatives.CooperativeMember:{pk}")
    in_force: dict[str, bool] = {}
    checked = 0
    problems = []
    entries = AuditEntry.objects.filter(~Q(on_behalf_of="") | Q(action__in=["consent.record", "consent.withdraw"]))
    for entry in entries.order_by("pk").iterator():
        if not entry.on_behalf_of:
            in_force[entry.object_ref] = entry.action == "consent.record"
            continue
        checked += 1
        if not any(in_force.get(member) for member in households[entry.on_behalf_of]):
            problems.append(f"audit entry {entry.pk}: {entry.action} for {entry.on_behalf_of} without consent")
    return CheckResult(checked, problems)
