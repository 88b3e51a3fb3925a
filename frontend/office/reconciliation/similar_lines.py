"""/co-quan/doi-soat/chenh-lech/…/…/: similar differences, decided in bulk with one reason."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import NotFound
from frontend.common.paging import first_page
from frontend.common.submit import submit
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.forms import NoteForm
from frontend.office.reconciliation import line_labels
from frontend.office.reconciliation.days import Row, row
from frontend.office.reconciliation.forms import SimilarLinesForm
from payments.models import Difference, LineKind, LineOutcome, SettlementLine
from payments.reconciliation import queries
from payments.reconciliation.resolutions import resolutions_by_line
from payments.reconciliation.services.bulk_resolve import MOST, bulk_resolve


@dataclass(frozen=True)
class Choice:
    """A decision that some of the lines allow, with their number and total."""

    outcome: str
    label: str
    consequence: Promise | str
    count: int
    amount: int  # đồng


@require_http_methods(["GET", "HEAD", "POST"])
@operator_only
def similar_differences(request: OfficeRequest, kind: str, difference: str) -> HttpResponse:
    """GET shows the lines, all selected; POST decides the selected ones and lists those that could not be decided."""
    if kind not in LineKind.values or difference not in Difference.values:
        raise NotFound(_("Không có loại chênh lệch này."))
    if request.method != "POST":
        return _page(request, kind, difference, NoteForm())
    form = SimilarLinesForm(request.POST)
    sent = submit(
        form,
        lambda: bulk_resolve(
            line_ids=set(
                queries.similar_lines(kind, difference)
                .filter(pk__in=form.cleaned_data["line"])
                .values_list("pk", flat=True)
            ),
            decision=form.cleaned_data["decision"],
            note=form.cleaned_data["note"],
            actor=request.officer.user,
        ),
        fallback="note",
    )
    if not sent:
        return _page(request, kind, difference, form, form.cleaned_data["line"])
    decided = sent.value
    if decided.done:
        messages.success(request, _("Đã ghi quyết định cho %(n)d dòng.") % {"n": decided.done})
    if decided.refused:
        return _page(request, kind, difference, form, list(decided.refused), decided.refused)
    return redirect("office:differences")


def _page(
    request: OfficeRequest,
    kind: str,
    difference: str,
    form: NoteForm,
    line_ids: list[int] | None = None,
    refused: dict[int, str] | None = None,
) -> HttpResponse:
    page, refused = first_page(queries.similar_lines(kind, difference), MOST), refused or {}
    lines: list[SettlementLine] = list(page)
    rows: list[tuple[Row, bool, str]] = [
        (row(line), line_ids is None or line.pk in line_ids, refused.get(line.pk, "")) for line in lines
    ]
    context = {
        "officer": request.officer,
        "here": "money",
        "words": line_labels.group(kind, difference),
        "rows": rows,
        "choices": _choices(lines),
        "form": form,
        "refused": len(refused),
        "page": page,
    }
    return render(
        request, "office/reconciliation/similar_lines.html", context, status=422 if form.errors or refused else 200
    )


def _choices(lines: list[SettlementLine]) -> list[Choice]:
    """The decisions that any of the lines allows, the likeliest first."""
    allowed: dict[str, list[SettlementLine]] = defaultdict(list)
    offered = resolutions_by_line(lines)
    for line in lines:
        for option in offered[line.pk]:
            allowed[option.outcome].append(line)
    order = sorted(allowed, key=lambda outcome: (outcome == LineOutcome.NOTHING, -len(allowed[outcome])))
    return [
        Choice(
            outcome=outcome,
            label=str(LineOutcome(outcome).label),
            consequence=line_labels.FOLLOWS[outcome],
            count=len(allowed[outcome]),
            amount=sum(line.amount for line in allowed[outcome]),
        )
        for outcome in order
    ]
