"""/co-quan/chi-so/<code>/: one indicator opened down to its definition and its rows."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.errors import NotFound
from frontend.common.parsing import whole
from frontend.office.access import OfficeRequest, office_page
from frontend.office.figures import presenters
from frontend.office.figures.overview import trend_of
from frontend.office.months import month_asked, months_on_offer
from indicators.figures import queries
from indicators.figures.aggregation import month_before


@office_page
@require_safe
def indicator(request: OfficeRequest, code: str) -> HttpResponse:
    area = request.desk.area(request.GET.get("noi"))
    month = month_asked(request)
    definitions = queries.definitions_for(month)
    report = queries.report(area, month, definitions)
    figure = next((f for f in report.figures if f.definition.code == code), None)
    if figure is None:
        raise NotFound(_("Không có chỉ số này trong kỳ đã chọn."))
    trend = queries.trend(area, code, month, definitions=definitions)
    context = {
        "desk": request.desk,
        "area": area,
        "month": month,
        "months": months_on_offer(),
        "report": report,
        "figure": figure,
        "said": presenters.say(figure, month_before(month).month),
        "history": queries.history_of(code),
        "rows": queries.rows(area, figure.definition, month, whole(request.GET.get("trang")) or 1),
        "here": "figures",
    }
    return render(request, "office/figures/indicator.html", context | trend_of(figure, trend))
