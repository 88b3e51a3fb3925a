"""/co-quan/chi-so/<code>/: one indicator with its definition and its rows."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.clock import previous_month
from core.errors import NotFound
from frontend.common.paging import PAGE
from frontend.common.parsing import months_on_offer, requested_month, whole
from frontend.office.access import OfficeRequest, office_page
from frontend.office.figures import presenters
from indicators.definitions.queries import definitions_for, history_of
from indicators.figures import queries
from indicators.reports import queries as reports


@require_safe
@office_page
def indicator(request: OfficeRequest, code: str) -> HttpResponse:
    area = request.officer.area(request.GET.get("noi"))
    month = requested_month(request)
    definitions = definitions_for(month)
    report = reports.report(area, month, definitions)
    figure = next((f for f in report.figures if f.definition.code == code), None)
    if figure is None:
        raise NotFound(_("Không có chỉ số này trong kỳ đã chọn."))
    trend = queries.trend(area, code, month, definitions=definitions)
    context = {
        "officer": request.officer,
        "area": area,
        "month": month,
        "months": months_on_offer(),
        "report": report,
        "figure": figure,
        "card": presenters.present_figure(figure, previous_month(month).month),
        "history": history_of(code),
        "rows": queries.rows(area, figure.definition, month, whole(request.GET.get(PAGE)) or 1),
        "here": "figures",
    }
    return render(request, "office/figures/indicator.html", context | presenters.trend_of(figure, trend))
