"""/co-quan/: an area's figures of a month, their trend, and the parts they come from."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.clock import previous_month
from frontend.office.access import OfficeRequest, office_page
from frontend.office.figures import chart, presenters
from frontend.office.months import months_on_offer, requested_month
from frontend.templatetags.formatting import translated
from indicators.figures import queries

SHOWN_PARTS = 8


@require_safe
@office_page
def figures(request: OfficeRequest) -> HttpResponse:
    area = request.officer.area(request.GET.get("noi"))
    month = requested_month(request)
    definitions = queries.definitions_for(month)
    report = queries.report(area, month, definitions)
    before = previous_month(month).month
    selected = next((f for f in report.figures if f.definition.code == request.GET.get("chi-so")), None)
    selected = selected or next(iter(report.figures), None)
    old = area.is_commune
    parts = (
        queries.breakdown_by_old_commune(area, month, definitions)
        if old
        else queries.breakdown(area, month, definitions)
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
        context |= trend_of(selected, trend)
    return render(request, "office/figures/overview.html", context)


def trend_of(figure: queries.Figure, trend: list[queries.TrendPoint]) -> dict[str, object]:
    """What a trend's chart and table show."""
    return {
        "chart": chart.draw(
            trend,
            lambda amount: presenters.value(amount, figure),
            share=figure.is_share,
            tick=lambda amount: presenters.tick(amount, figure),
        ),
        "chart_title": presenters.finding(translated(figure.definition.name), figure, trend),
        "trend": [
            (point, presenters.value(point.value, figure), presenters.made_of_point(point, figure)) for point in trend
        ],
    }
