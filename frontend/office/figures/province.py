"""/co-quan/tinh/: a province by its communes (the operator: the country by its provinces), as a table and a map."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.errors import Forbidden
from frontend.office.access import OfficeRequest, office_page
from frontend.office.figures import choropleth, presenters
from frontend.office.months import month_asked, months_on_offer
from indicators.areas import Area
from indicators.figures import queries
from indicators.figures.aggregation import month_before
from places.boundaries.shapes import Shapes, country_shapes, province_shapes


@office_page
@require_safe
def province(request: OfficeRequest) -> HttpResponse:
    area = request.desk.area(request.GET.get("noi"))
    if area.is_commune:
        raise Forbidden(_("Trang so sánh các xã dành cho cán bộ tỉnh và đơn vị vận hành."))
    month = month_asked(request)
    definitions = queries.definitions_for(month, months=2)
    report = queries.report(area, month, definitions)
    parts = queries.breakdown(area, month, definitions)
    chosen = next((f for f in report.figures if f.definition.code == request.GET.get("chi-so")), None)
    chosen = chosen or next(iter(report.figures), None)
    order = request.GET.get("xep")
    order = order if order in ("chi-so", "ten") else "don"
    context = {
        "desk": request.desk,
        "area": area,
        "month": month,
        "months": months_on_offer(),
        "report": report,
        "cards": [presenters.say(figure, month_before(month).month) for figure in report.figures],
        "chosen": chosen,
        "parts": [(part, presenters.columns(part)) for part in _sorted(parts, order, chosen)],
        "parts_heads": presenters.heads(report.figures),
        "selling": sum(part.sales > 0 for part in parts),
        "orders": [("don", _("số đơn")), ("chi-so", _("chỉ số đang xem")), ("ten", _("tên"))],
        "order": order,
        "here": "province",
    }
    if chosen:
        context["map"] = _map(area, parts, chosen)
    return render(request, "office/figures/province.html", context)


def _sorted(parts: list[queries.Breakdown], order: str, chosen: queries.Figure | None) -> list[queries.Breakdown]:
    """Most sales first unless asked for names or for the chosen indicator; ties stay in the dictionary's order."""
    if order == "ten":
        return parts
    if order == "chi-so" and chosen:
        code = chosen.definition.code
        return sorted(parts, key=lambda part: (not part.sales, -(part.figures[code].value or 0)))
    return sorted(parts, key=lambda part: -part.sales)


def _map(area: Area, parts: list[queries.Breakdown], chosen: queries.Figure) -> choropleth.Map | None:
    """None where no boundaries are known: the table says it all."""
    try:
        shapes: Shapes = province_shapes(area.code) if area.is_province else country_shapes()
    except KeyError:
        return None
    return choropleth.draw(
        shapes,
        parts,
        chosen.definition.code,
        say=lambda amount: presenters.value(amount, chosen),
        tick=lambda amount: presenters.tick(amount, chosen),
    )
