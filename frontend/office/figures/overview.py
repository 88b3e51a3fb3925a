"""/co-quan/: an area's figures of a month, their trend, and the parts they come from."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.clock import previous_month
from frontend.common.parsing import months_on_offer, requested_month
from frontend.office.access import OfficeRequest, office_page
from frontend.office.figures import presenters
from indicators.definitions.queries import definitions_for
from indicators.figures import queries
from indicators.reports import queries as reports

SHOWN_PARTS = 8


@require_safe
@office_page
def figures(request: OfficeRequest) -> HttpResponse:
    area = request.officer.area(request.GET.get("noi"))
    month = requested_month(request)
    definitions = definitions_for(month)
    report = reports.report(area, month, definitions)
    before = previous_month(month).month
    selected = next((f for f in report.figures if f.definition.code == request.GET.get("chi-so")), None)
    selected = selected or next(iter(report.figures), None)
    old = area.is_commune
    parts = (
        reports.breakdown_by_old_commune(area, month, definitions)
        if old
        else reports.breakdown(area, month, definitions)
    )
    selling = sorted((part for part in parts if part.sales), key=lambda part: -part.sales)
    context = {
        "officer": request.officer,
        "area": area,
        "month": month,
        "months": months_on_offer(),
        "report": report,
        "cards": [presenters.present_figure(figure, before) for figure in report.figures],
        "selected": selected,
        "parts": [(part, presenters.columns(part)) for part in (parts if old else selling[:SHOWN_PARTS])],
        "parts_heads": presenters.heads(report.figures),
        "more_parts": len(parts) - len(selling[:SHOWN_PARTS]),
        "here": "figures",
    }
    if selected:
        trend = queries.trend(area, selected.definition.code, month, definitions=definitions)
        context |= presenters.trend_of(selected, trend)
    return render(request, "office/figures/overview.html", context)
