"""/co-quan/hoan-tien/: refunds that need action, pending ones, ended ones."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.common.paging import number_after, page_behind
from frontend.office import labels
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.labels import SHOWN
from frontend.office.refunds import refund_labels
from orders.returns.queries import pending_returns, pending_returns_summary
from payments.models import Refund
from payments.refunds import queries
from payments.refunds.queries import IN_PROGRESS, NEEDS_ACTION, Group, Tally

# The three lists, by the parameter in the URL.
_LISTS = {"can-nguoi": NEEDS_ACTION, "dang-di": IN_PROGRESS, "da-xong": (Group.ENDED,)}


@dataclass(frozen=True)
class Row:
    """One refund in a list."""

    refund: Refund
    words: refund_labels.GroupWords
    reason: str
    answer: str

    @property
    def approved_by(self) -> str:
        return ", ".join(approval.user.full_name for approval in self.refund.approvals.all())


@dataclass(frozen=True)
class Section:
    """One group with its count, total and oldest refunds."""

    group: Group
    words: refund_labels.GroupWords
    tally: Tally
    rows: list[Row]

    @property
    def more(self) -> bool:
        return self.tally.count > len(self.rows)


@dataclass(frozen=True)
class Tab:
    name: str  # in the address
    count: int
    sum: int  # đồng


@require_safe
@operator_only
def refunds(request: OfficeRequest) -> HttpResponse:
    """`loai` chooses the list; in the ended one `sau` is the sequence number after which it continues."""
    requested = request.GET.get("loai", "")
    selected = requested if requested in _LISTS else "can-nguoi"
    tallies, asked_tally = queries.refund_tallies(), pending_returns_summary()
    ended = queries.refunds_ended(number_after(request), SHOWN + 1) if selected == "da-xong" else []
    shown, older = page_behind(ended, SHOWN, lambda refund: refund.sequence)
    context = {
        "officer": request.officer,
        "here": "money",
        "tabs": {name.replace("-", "_"): _tab(name, groups, tallies) for name, groups in _LISTS.items()},
        "selected": selected,
        "sections": _sections(_LISTS[selected], tallies) if selected != "da-xong" else [],
        "ended": [row(refund) for refund in shown],
        "older": older,
        "shown": SHOWN,
        "asked": pending_returns(SHOWN) if selected == "can-nguoi" else [],
        "asked_tally": asked_tally,
        "for_a_person": _tab("can-nguoi", NEEDS_ACTION, tallies).count + (asked_tally.count if asked_tally else 0),
    }
    return render(request, "office/refunds/overview.html", context)


def row(refund: Refund) -> Row:
    """A refund in words."""
    group = queries.group_of(refund)
    return Row(
        refund, refund_labels.of_group(group, refund), labels.reason(refund.reason), refund_labels.answer(refund)
    )


def _tab(name: str, groups: tuple[Group, ...], tallies: dict[Group, Tally]) -> Tab:
    present = [tallies[group] for group in groups if group in tallies]
    return Tab(name, sum(tally.count for tally in present), sum(tally.sum for tally in present))


def _sections(groups: tuple[Group, ...], tallies: dict[Group, Tally]) -> list[Section]:
    present = tuple(group for group in groups if group in tallies)
    by_group = queries.refunds_of(present, SHOWN)
    return [
        Section(group, refund_labels.GROUPS[group], tallies[group], [row(refund) for refund in by_group[group]])
        for group in present
    ]
