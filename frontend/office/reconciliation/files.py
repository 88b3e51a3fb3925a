"""/co-quan/doi-soat/tep/: imported files of VNPay and of the bank, and the import form."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import NotFound
from core.http.limits import SPREADSHEET, takes_files
from frontend.common.paging import first_page, number_after, page_behind
from frontend.common.submit import submit
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.labels import SHOWN
from frontend.office.reconciliation.days import row
from frontend.office.reconciliation.forms import FileForm
from payments.bank.feeds.statement.file import read_statement
from payments.base.file_import.reader import FileRefused, layout, take
from payments.models import BankAccount, FileKind, FileLayout, ImportedFile, TransferState
from payments.payouts.services.confirm_from_statement import confirm_from_statement
from payments.reconciliation import queries
from payments.reconciliation.services.import_settlement import import_settlement
from payments.reconciliation.services.import_statement import import_statement
from payments.reconciliation.settlement_deposits import days_of_file


@takes_files(SPREADSHEET)
@require_http_methods(["GET", "HEAD", "POST"])
@operator_only
def money_files(request: OfficeRequest) -> HttpResponse:
    """GET lists; POST imports a file completely, or shows all its faults."""
    if request.method != "POST":
        return _page(request, FileForm())
    form = FileForm(request.POST, request.FILES)
    try:
        sent = submit(form, lambda: _take(request, form), raises=(FileRefused,))
    except FileRefused as refusal:
        return _page(request, form, refusal)
    if not sent:
        return _page(request, form)
    taken, message = sent.value
    messages.success(request, message)
    return redirect("office:money-file", taken.pk)


def _take(request: OfficeRequest, form: FileForm) -> tuple[ImportedFile, str]:
    upload: UploadedFile = form.cleaned_data["file"]
    selected: FileLayout = form.cleaned_data["layout"]
    name, actor = upload.name or "", request.officer.user
    if selected.kind == FileKind.VNPAY_SETTLEMENT:
        taken = import_settlement(file=upload, name=name, layout_id=selected.pk, actor=actor)
        return taken, _("Đã nhập tệp. Dòng khớp đã vào sổ; dòng lệch nằm dưới đây.")
    account: BankAccount = form.cleaned_data["account"]
    imported = import_statement(account_id=account.pk, layout_id=selected.pk, file=upload, name=name, actor=actor)
    upload.seek(0)
    paid_out = confirm_from_statement(lines=read_statement(take(upload), layout(selected)), actor=actor)
    params = {
        "lines": imported.lines,
        "matched": imported.states.get(TransferState.MATCHED, 0),
        "asked": imported.states.get(TransferState.UNMATCHED, 0),
        "paid": len(paid_out.confirmed),
        "doubts": len(paid_out.doubts),
    }
    message = _(
        "Đã nhập sao kê %(lines)d dòng: %(matched)d khoản vào tự khớp, %(asked)d chờ xem; %(paid)d khoản chi đã tới."
    )
    if paid_out.doubts:
        message += " " + _("%(doubts)d dòng chi có mã nhưng không khớp: xem ở Chi trả.")
    return imported.file, message % params


@require_safe
@operator_only
def money_file(request: OfficeRequest, file_id: int) -> HttpResponse:
    file = queries.file_with_counts(file_id)
    if file is None:
        raise NotFound(_("Không tìm thấy tệp này."))
    page = first_page(queries.lines_of_file(file), SHOWN * 4)
    days = days_of_file(file) if file.kind == FileKind.VNPAY_SETTLEMENT else []
    context = {
        "officer": request.officer,
        "here": "money",
        "file": file,
        "sums": queries.sums_of_file(file),
        "days": days,
        "arrived": sum(one.transfer is not None for one in days),
        "rows": [row(line) for line in page],
        "page": page,
    }
    return render(request, "office/reconciliation/file.html", context)


def _page(request: OfficeRequest, form: FileForm, refusal: FileRefused | None = None) -> HttpResponse:
    before = number_after(request)
    rows = queries.files()
    if before is not None:
        rows = rows.filter(pk__lt=before)
    files, older = page_behind(list(rows[: SHOWN + 1]), SHOWN, lambda file: file.pk)
    context = {
        "officer": request.officer,
        "here": "money",
        "form": form,
        "refusal": refusal,
        "files": files,
        "older": older,
        "paged": before is not None,
    }
    failed = refusal is not None or bool(form.errors)
    return render(request, "office/reconciliation/files.html", context, status=422 if failed else 200)
