"""/co-quan/doi-soat/mau-tep/: layouts of partners' files, tried on a sample before they are saved."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import NotFound
from core.file_import.problems import FileRefused
from core.http.limits import SPREADSHEET, takes_files
from frontend.common.submit import submit
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.reconciliation.forms import COLUMN_NAMES, LayoutForm
from payments.base.file_import.layouts import FIELDS, Layout, check_layout, layout
from payments.base.file_import.reader import Table, read, take
from payments.models import FileLayout
from payments.reconciliation.services.save_layout import save_layout

TRIED = 5  # lines of a sample shown


@require_safe
@operator_only
def layouts(request: OfficeRequest) -> HttpResponse:
    context = {"officer": request.officer, "here": "money", "layouts": FileLayout.objects.order_by("kind", "pk")}
    return render(request, "office/reconciliation/layouts.html", context)


@takes_files(SPREADSHEET)
@require_http_methods(["GET", "HEAD", "POST"])
@operator_only
def new_layout(request: OfficeRequest, kind: str) -> HttpResponse:
    if kind not in FIELDS:
        raise NotFound(_("Không có loại tệp này."))
    return _edit(request, FileLayout(kind=kind, columns={}, options={}))


@takes_files(SPREADSHEET)
@require_http_methods(["GET", "HEAD", "POST"])
@operator_only
def edit_layout(request: OfficeRequest, layout_id: int) -> HttpResponse:
    row = FileLayout.objects.filter(pk=layout_id).first()
    if row is None:
        raise NotFound(_("Không có mẫu tệp này."))
    return _edit(request, row)


def _edit(request: OfficeRequest, row: FileLayout) -> HttpResponse:
    """“Thử đọc” reads the sample with the typed layout and saves nothing; “Lưu” saves it."""
    if request.method != "POST":
        return _page(request, row, LayoutForm(row.kind, initial=_initial(row)))
    form = LayoutForm(row.kind, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, row, form)
    columns, options = form.columns(), form.options(row.options)
    for problem in check_layout(row.kind, columns, options):
        form.add_error(None, problem)
    if form.errors:
        return _page(request, row, form)
    if request.POST.get("action") == "try":
        draft = layout(FileLayout(kind=row.kind, name=row.name, columns=columns, options=options))
        return _try(request, row, form, draft)
    if not submit(
        form,
        lambda: save_layout(
            layout_id=row.pk,
            kind=row.kind,
            name=form.cleaned_data["name"],
            columns=columns,
            options=options,
            is_active=form.cleaned_data["is_active"],
            actor=request.officer.user,
        ),
    ):
        return _page(request, row, form)
    messages.success(request, _("Đã lưu mẫu tệp."))
    return redirect("office:layouts")


def _try(request: OfficeRequest, row: FileLayout, form: LayoutForm, draft: Layout) -> HttpResponse:
    sample: UploadedFile | None = form.cleaned_data["sample"]
    if sample is None:
        form.add_error("sample", _("Vui lòng chọn tệp mẫu để thử."))
        return _page(request, row, form)
    try:
        table = read(take(sample), draft)
    except FileRefused as refusal:
        return _page(request, row, form, refusal=refusal)
    return _page(request, row, form, table=table)


def _page(
    request: OfficeRequest,
    row: FileLayout,
    form: LayoutForm,
    *,
    table: Table | None = None,
    refusal: FileRefused | None = None,
) -> HttpResponse:
    context = {
        "officer": request.officer,
        "here": "money",
        "row": row,
        "form": form,
        "refusal": refusal,
        "table": table,
        "headings": [str(COLUMN_NAMES[name]) for name in table.headings] if table else [],
        "tried": [_cells(table, n) for n in range(min(TRIED, len(table.rows)))] if table else [],
    }
    failed = refusal is not None or bool(form.errors)
    return render(request, "office/reconciliation/layout.html", context, status=422 if failed else 200)


def _cells(table: Table, n: int) -> tuple[int, list[object]]:
    """A line's number and its parsed values: the type of each value decides its format."""
    line = table.rows[n]
    values: list[object] = []
    for name in table.headings:
        values.append(line.texts.get(name) or line.moments.get(name) or line.amounts.get(name))
    return line.number, values


def _initial(row: FileLayout) -> dict[str, Any]:
    lists = {name: " | ".join(value) for name, value in row.options.items() if isinstance(value, list)}
    return {
        "name": row.name,
        "is_active": row.is_active,
        "skip_rows": row.options.get("skip_rows", 0),
        "sheet": row.options.get("sheet", ""),
        "amount_unit": row.options.get("amount_unit", 1),
        "fee_unit": row.options.get("fee_unit", 1),
        **lists,
        **{f"column_{name}": " | ".join(aliases) for name, aliases in row.columns.items()},
    }
