"""/co-quan/tinh/: a province by its communes (the operator: the country by its provinces), as a table and a map."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.clock import previous_month
from core.errors import Forbidden
from frontend.common.parsing import months_on_offer, requested_month
from frontend.office.access import OfficeRequest, office_page
from frontend.office.figures import choropleth, presenters
from indicators.areas import Area
from indicators.definitions.queries import definitions_for
from indicators.figures import queries
from indicators.reports import queries as reports
from places.boundaries.shapes import Shapes, country_shapes, province_shapes


@require_safe
@office_page
def province(request: OfficeRequest) -> HttpResponse:
    area = request.officer.area(request.GET.get("noi"))
    if area.is_commune:
        raise Forbidden(_("Trang so sánh các xã dành cho cán bộ tỉnh và đơn vị vận hành."))
    month = requested_month(request)
    definitions = definitions_for(month, months=2)
    report = reports.report(area, month, definitions)
    parts = reports.breakdown(area, month, definitions)
    selected = next((f for f in report.figures if f.definition.code == request.GET.get("chi-so")), None)
    selected = selected or next(iter(report.figures), None)
    order = request.GET.get("sap-xep")
    order = order if order in ("chi-so", "ten") else "don"
    context = {
        "officer": request.officer,
        "area": area,
        "month": month,
        "months": months_on_offer(),
        "report": report,
        "cards": [presenters.present_figure(figure, previous_month(month).month) for figure in report.figures],
        "selected": selected,
        "parts": [(part, presenters.columns(part)) for part in _sorted(parts, order, selected)],
        "parts_heads": presenters.heads(report.figures),
        "selling": sum(part.sales > 0 for part in parts),
        "orders": [("don", _("số đơn")), ("chi-so", _("chỉ số đang xem")), ("ten", _("tên"))],
        "order": order,
        "here": "province",
    }
    if selected:
        context["map"] = _map(area, parts, selected)
    return render(request, "office/figures/province.html", context)


def _sorted(parts: list[reports.Breakdown], order: str, selected: queries.Figure | None) -> list[reports.Breakdown]:
    """Most sales first, unless sorted by name or by the chosen indicator; ties in dictionary order."""
    if order == "ten":
        return parts
    if order == "chi-so" and selected:
        code = selected.definition.code
        return sorted(parts, key=lambda part: (not part.sales, -(part.figures[code].value or 0)))
    return sorted(parts, key=lambda part: -part.sales)


def _map(area: Area, parts: list[reports.Breakdown], selected: queries.Figure) -> choropleth.Map | None:
    """None if no boundaries are known; the table has the same data."""
    try:
        shapes: Shapes = province_shapes(area.code) if area.is_province else country_shapes()
    except KeyError:
        return None
    return choropleth.draw(
        shapes,
        parts,
        selected.definition.code,
        format_value=lambda amount: presenters.value(amount, selected),
        tick=lambda amount: presenters.tick(amount, selected),
    )
