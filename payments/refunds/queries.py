"""Refunds for the operator: those that need a person first, then those in progress, then the ended ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Case, CharField, Count, Min, Prefetch, Q, QuerySet, Sum, Value, When

from payments.base.errors import no_such_refund
from payments.models import UNSUCCESSFUL_REFUND_STATUSES, Origin, ProviderMessage, Refund, RefundApproval, RefundPhase


class Group(StrEnum):
    """The operator's groups of refunds."""

    UNKNOWN = "unknown"
    FAILED = "failed"  # failed, of the shop's own payments, and not retried
    APPROVAL = "approval"
    BY_HAND = "by_hand"
    AT_PROVIDER = "at_provider"
    IN_FLIGHT = "in_flight"
    QUEUED = "queued"
    WITH_SELLER = "with_seller"  # the seller collected the money and refunds it
    ENDED = "ended"


# Groups that need the operator, the most urgent first; and those that proceed by themselves.
NEEDS_ACTION = (Group.UNKNOWN, Group.FAILED, Group.APPROVAL, Group.BY_HAND)
IN_PROGRESS = (Group.AT_PROVIDER, Group.IN_FLIGHT, Group.QUEUED, Group.WITH_SELLER)

_BY_GROUP: Mapping[Group, Q] = {
    Group.UNKNOWN: Q(phase=RefundPhase.UNKNOWN),
    Group.FAILED: Q(status__in=UNSUCCESSFUL_REFUND_STATUSES, retry=None, intent__origin=Origin.SDK),
    Group.APPROVAL: Q(phase=RefundPhase.AWAITING_APPROVAL),
    Group.BY_HAND: Q(phase=RefundPhase.BY_HAND, intent__payee=None),
    Group.AT_PROVIDER: Q(phase=RefundPhase.AT_PROVIDER),
    Group.IN_FLIGHT: Q(phase=RefundPhase.IN_FLIGHT),
    Group.QUEUED: Q(phase=RefundPhase.QUEUED),
    Group.WITH_SELLER: Q(phase=RefundPhase.BY_HAND, intent__payee__isnull=False),
    Group.ENDED: Q(phase=RefundPhase.DONE),
}


@dataclass(frozen=True)
class Tally:
    """Number, sum and oldest moment of the refunds of a group."""

    count: int
    sum: int  # đồng
    oldest: datetime


def refund_tallies() -> dict[Group, Tally]:
    """By group, only groups with refunds (1 statement). A failed refund is counted there and not as ended."""
    cases = [When(condition, then=Value(group.value)) for group, condition in _BY_GROUP.items()]
    rows = (
        Refund.objects.order_by()
        .annotate(group=Case(*cases, output_field=CharField()))
        .values("group")
        .annotate(count=Count("pk"), sum=Sum("amount"), oldest=Min("created_at"))
    )
    return {Group(row["group"]): Tally(row["count"], int(row["sum"]), row["oldest"]) for row in rows}


def refunds_of(groups: tuple[Group, ...], each: int) -> dict[Group, list[Refund]]:
    """The oldest `each` of every group, with its attempt, requester and approvers (2 statements a group)."""
    return {group: list(_rows().filter(_BY_GROUP[group]).order_by("sequence")[:each]) for group in groups}


def refunds_ended(before: int | None, limit: int) -> list[Refund]:
    """The latest that have ended, below a sequence number (2 statements)."""
    ended = _rows().filter(phase=RefundPhase.DONE)
    if before is not None:
        ended = ended.filter(sequence__lt=before)
    return list(ended.order_by("-sequence")[:limit])


def refund_case(refund_id: str) -> Refund:
    """One refund with approvals, messages and the tries around it (3 statements); raises NotFound."""
    messages = Prefetch("messages", ProviderMessage.objects.order_by("pk"))
    found = _rows().select_related("retry_of", "retry").prefetch_related(messages).filter(pk=refund_id).first()
    if found is None:
        raise no_such_refund()
    return found


def group_of(refund: Refund) -> Group:
    """Where the operator finds it, as `refund_tallies` counts it. Reads the intent and the try after it."""
    if refund.phase == RefundPhase.DONE:
        is_unsuccessful = refund.status in UNSUCCESSFUL_REFUND_STATUSES and refund.intent.origin == Origin.SDK
        return Group.FAILED if is_unsuccessful and not hasattr(refund, "retry") else Group.ENDED
    if refund.phase == RefundPhase.BY_HAND:
        return Group.BY_HAND if refund.intent.payee_id is None else Group.WITH_SELLER
    return Group.APPROVAL if refund.phase == RefundPhase.AWAITING_APPROVAL else Group(refund.phase)


def _rows() -> QuerySet[Refund]:
    approvals = Prefetch("approvals", RefundApproval.objects.select_related("user").order_by("pk"))
    return Refund.objects.select_related("intent", "attempt", "requested_by", "retry").prefetch_related(approvals)
