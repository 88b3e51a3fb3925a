"""/co-quan/doi-soat/mau-tep/: how partners' files are read, tried on a sample before it is kept."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import NotFound
from core.file_import.problems import FileRefused
from core.form_fields import CountField, TextField
from core.http.limits import SPREADSHEET, takes_files
from frontend.common.submit import submit
from frontend.office.access import OfficeRequest, operator_only
from payments.base.file_import.layouts import FIELDS, Layout, check_layout, layout
from payments.base.file_import.reader import Table, read, take
from payments.models import FileKind, FileLayout
from payments.reconciliation.services.save_layout import save_layout

_NAMES: dict[str, Promise] = {
    "reference": gettext_lazy("Mã tham chiếu của sàn (vnp_TxnRef)"),
    "provider_ref": gettext_lazy("Mã giao dịch của VNPay"),
    "kind": gettext_lazy("Loại giao dịch"),
    "status": gettext_lazy("Trạng thái"),
    "amount": gettext_lazy("Số tiền"),
    "fee": gettext_lazy("Phí"),
    "moment": gettext_lazy("Ngày giờ"),
    "content": gettext_lazy("Nội dung chuyển khoản"),
    "bank_reference": gettext_lazy("Số tham chiếu của ngân hàng"),
    "direction": gettext_lazy("Chiều: vào hay ra"),
    "credit": gettext_lazy("Tiền vào (ghi có)"),
    "debit": gettext_lazy("Tiền ra (ghi nợ)"),
    "balance": gettext_lazy("Số dư"),
}
_WORDS: dict[str, tuple[tuple[str, Promise], ...]] = {
    FileKind.VNPAY_SETTLEMENT: (
        ("refund_words", gettext_lazy("“Loại giao dịch” nghĩa là hoàn tiền")),
        ("success_words", gettext_lazy("“Trạng thái” nghĩa là thành công")),
    ),
    FileKind.BANK_STATEMENT: (
        ("incoming_words", gettext_lazy("“Chiều” nghĩa là tiền vào")),
        ("outgoing_words", gettext_lazy("“Chiều” nghĩa là tiền ra")),
    ),
}
_UNITS = ((1, gettext_lazy("đồng")), (100, gettext_lazy("đồng × 100")))
TRIED = 5  # lines of a sample shown


class LayoutForm(forms.Form):
    """A layout as a person fills it in: headings and words stand side by side, parted by a bar."""

    name = TextField(label=gettext_lazy("Tên mẫu"), max_length=80)
    skip_rows = CountField(label=gettext_lazy("Bỏ qua bao nhiêu dòng đầu"), max_value=200, required=False)
    sheet = TextField(label=gettext_lazy("Trang tính (trống: trang đầu)"), max_length=80, required=False)
    date_formats = TextField(
        label=gettext_lazy("Kiểu ngày (trống: các kiểu thường gặp)"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Ví dụ %d/%m/%Y %H:%M:%S"),
    )
    amount_unit = forms.TypedChoiceField(label=gettext_lazy("Số tiền ghi theo"), choices=_UNITS, coerce=int)
    fee_unit = forms.TypedChoiceField(label=gettext_lazy("Phí ghi theo"), choices=_UNITS, coerce=int)
    is_active = forms.BooleanField(label=gettext_lazy("Đang dùng"), required=False)
    sample = forms.FileField(
        label=gettext_lazy("Tệp mẫu để thử đọc (không được giữ lại)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in FIELDS[kind]:
            self.fields[f"column_{name}"] = TextField(label=str(_NAMES[name]), max_length=600, required=False)
        for name, label in _WORDS[kind]:
            self.fields[name] = TextField(label=str(label), max_length=600, required=False)
        if kind == FileKind.BANK_STATEMENT:
            del self.fields["fee_unit"]

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column_{name}"] for name in FIELDS[self.kind]]

    @property
    def word_fields(self) -> list[forms.BoundField]:
        return [self[name] for name, _label in _WORDS[self.kind]]

    def columns(self) -> dict[str, list[str]]:
        aliases_of = {name: _parts(self.cleaned_data[f"column_{name}"]) for name in FIELDS[self.kind]}
        return {name: aliases for name, aliases in aliases_of.items() if aliases}

    def options(self, stored: dict[str, Any]) -> dict[str, Any]:
        """What is filled in; what the form does not ask for stays as it was."""
        filled = {
            "skip_rows": self.cleaned_data["skip_rows"] or 0,
            "sheet": self.cleaned_data["sheet"],
            "date_formats": _parts(self.cleaned_data["date_formats"]),
            "amount_unit": self.cleaned_data["amount_unit"],
            "fee_unit": self.cleaned_data.get("fee_unit", 1),
            **{name: _parts(self.cleaned_data[name]) for name, _label in _WORDS[self.kind]},
        }
        return {name: value for name, value in (stored | filled).items() if value not in (0, "", [])}


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
    """“Thử đọc” reads the sample by what is typed and keeps nothing; “Lưu” keeps it."""
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
        "headings": [str(_NAMES[name]) for name in table.headings] if table else [],
        "tried": [_cells(table, n) for n in range(min(TRIED, len(table.rows)))] if table else [],
    }
    failed = refusal is not None or bool(form.errors)
    return render(request, "office/reconciliation/layout.html", context, status=422 if failed else 200)


def _cells(table: Table, n: int) -> tuple[int, list[object]]:
    """A line's number, and what was read of it: the kind of each value decides how the page shows it."""
    line = table.rows[n]
    values: list[object] = []
    for name in table.headings:
        values.append(line.texts.get(name) or line.moments.get(name) or line.amounts.get(name))
    return line.number, values


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


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
