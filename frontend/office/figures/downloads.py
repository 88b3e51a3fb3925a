"""/co-quan/tai/…csv: the same figures, parts and rows as files for Excel, streamed."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.documents.csv import csv_lines
from core.documents.table import Cell
from frontend.common.parsing import requested_month
from frontend.office.access import OfficeRequest, office_page
from indicators.definitions.queries import definition_of
from indicators.figures import queries
from indicators.figures.queries import FactRow, Figure
from indicators.reports import queries as reports
from indicators.reports.queries import Breakdown, Report


@require_safe
@office_page
def figures_csv(request: OfficeRequest) -> StreamingHttpResponse:
    """A month's figures with their definitions."""
    area, month = request.officer.area(request.GET.get("noi")), requested_month(request)
    report = reports.report(area, month)
    header = [
        _("Kỳ"), _("Địa bàn"), _("Mã chỉ số"), _("Tên chỉ số"), _("Giá trị"), _("Đơn vị của giá trị"), _("Tử số"),
        _("Mẫu số"), _("Giá trị tháng trước"), _("Mục tiêu"), _("Nguồn mục tiêu"), _("Giải thích tử số"),
        _("Giải thích mẫu số"), _("Căn cứ"), _("Tính tới"), _("Số dòng dữ liệu mẫu"),
    ]  # fmt: skip
    rows = [_figure_cells(figure, report) for figure in report.figures]
    return _file(f"chi-so-{area.code or 'toan-san'}-{month:%Y-%m}.csv", header, rows)


@require_safe
@office_page
def parts_csv(request: OfficeRequest) -> StreamingHttpResponse:
    """A month's figures by commune (of a province) or by province (of the market)."""
    area, month = request.officer.area(request.GET.get("noi")), requested_month(request)
    parts = reports.breakdown_by_old_commune(area, month) if area.is_commune else reports.breakdown(area, month)
    figures = list(parts[0].figures.values()) if parts else []
    header = [_("Kỳ"), _("Mã"), _("Địa bàn"), _("Số lần bán đã trả tiền"), _("Số dòng dữ liệu mẫu")]
    for figure in figures:
        name = figure.definition.name
        header += [f"{name} ({_unit(figure)})", f"{name}: {_('tử số')}", f"{name}: {_('mẫu số')}"]
    return _file(
        f"theo-dia-ban-{area.code or 'toan-san'}-{month:%Y-%m}.csv",
        header,
        (_part_cells(part, month) for part in parts),
    )


@require_safe
@office_page
def rows_csv(request: OfficeRequest, code: str) -> StreamingHttpResponse:
    """Every row of an indicator, enough to recompute it."""
    area, month = request.officer.area(request.GET.get("noi")), requested_month(request)
    definition = definition_of(code, month)
    header = [
        _("Thời điểm"), _("Loại"), _("Mã đơn"), _("Người bán"), _("Xã, phường"), _("Xã cũ"), _("Kênh"),
        _("Hình thức trả tiền"), _("Không tiền mặt (1/0)"), _("Người bán tự xác nhận (1/0)"), _("Số tiền (đồng)"),
        _("Tính vào tử số (1/0)"), _("Dữ liệu mẫu (1/0)"),
    ]  # fmt: skip
    rows = (_row_cells(row) for row in queries.all_rows(area, definition, month))
    return _file(f"{code}-{area.code or 'toan-san'}-{month:%Y-%m}.csv", header, rows)


def _file(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _unit(figure: Figure) -> str:
    """Shares are integers (basis points): a decimal separator would be read differently by Excel in other languages."""
    return _("phần vạn: 9100 = 91%") if figure.is_share else figure.definition.unit


def _figure_cells(figure: Figure, report: Report) -> Sequence[Cell]:
    definition = figure.definition
    return (
        f"{report.month:%Y-%m}", report.area.name, definition.code, definition.name, figure.value, _unit(figure),
        figure.numerator, figure.denominator, figure.previous, definition.target, definition.target_source,
        definition.numerator, definition.denominator, definition.legal_basis, report.counted_at, report.samples,
    )  # fmt: skip


def _part_cells(part: Breakdown, month: date) -> Sequence[Cell]:
    cells: list[Cell] = [f"{month:%Y-%m}", part.code, part.name, part.sales, part.samples]
    for figure in part.figures.values():
        cells += [figure.value, figure.numerator, figure.denominator]
    return cells


def _row_cells(row: FactRow) -> Sequence[Cell]:
    fact = row.fact
    return (
        fact.occurred_at, fact.get_kind_display(), fact.order_ref, fact.seller.name, fact.unit.full_name,
        fact.old_unit.full_name if fact.old_unit else "", fact.get_channel_display(), row.method,
        fact.cashless, fact.declared, fact.amount, row.in_numerator, fact.is_sample,
    )  # fmt: skip
