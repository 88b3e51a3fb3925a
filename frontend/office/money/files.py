"""/co-quan/doi-soat/tep/: files of VNPay as they were taken, each with what came of it; and the way to take another."""

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import DomainError, NotFound
from frontend.forms import take_refusal
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.money.days import row
from frontend.office.money.words import SHOWN
from frontend.shop.read import whole
from payments import queries
from payments.models import FileKind, FileLayout
from payments.reconcile.problems import FileRefused
from payments.services.import_settlement import import_settlement


class FileForm(forms.Form):
    """A file and how it is read."""

    layout = forms.ModelChoiceField(
        label=gettext_lazy("Mẫu tệp"),
        queryset=FileLayout.objects.none(),
        empty_label=None,
        error_messages={"required": gettext_lazy("Vui lòng chọn mẫu tệp.")},
    )
    file = forms.FileField(
        label=gettext_lazy("Tệp đối soát của VNPay (.xlsx hoặc .csv)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={
            "required": gettext_lazy("Vui lòng chọn tệp."),
            "empty": gettext_lazy("Tệp rỗng."),
            "missing": gettext_lazy("Vui lòng chọn tệp."),
        },
        max_length=300,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["layout"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = FileLayout.objects.filter(kind=FileKind.VNPAY_SETTLEMENT, is_active=True).order_by("pk")


@operator_only
def money_files(request: OfficeRequest) -> HttpResponse:
    """GET lists, POST takes a file whole or says every fault of it."""
    if request.method != "POST":
        return _page(request, FileForm())
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    upload: UploadedFile = form.cleaned_data["file"]
    try:
        taken = import_settlement(
            file=upload,
            name=upload.name or "",
            layout_id=form.cleaned_data["layout"].pk,
            actor=request.desk.user,
        )
    except FileRefused as refusal:
        return _page(request, form, refusal)
    except DomainError as refusal:
        take_refusal(form, refusal)
        return _page(request, form)
    messages.success(request, _("Đã nhập tệp. Dòng khớp đã vào sổ; dòng lệch nằm dưới đây."))
    return redirect("office:money-file", taken.pk)


@operator_only
def money_file(request: OfficeRequest, file_id: int) -> HttpResponse:
    file = queries.file_with_counts(file_id)
    if file is None:
        raise NotFound(_("Không tìm thấy tệp này."))
    lines = list(queries.lines_of_file(file)[: SHOWN * 4 + 1])
    context = {
        "desk": request.desk,
        "here": "money",
        "file": file,
        "sums": queries.sums_of_file(file),
        "rows": [row(line) for line in lines[: SHOWN * 4]],
        "more": len(lines) > SHOWN * 4,
        "shown": SHOWN * 4,
    }
    return render(request, "office/money/file.html", context)


def _page(request: OfficeRequest, form: FileForm, refusal: FileRefused | None = None) -> HttpResponse:
    before = whole(request.GET.get("truoc"))
    found = queries.files()
    if before is not None:
        found = found.filter(pk__lt=before)
    files = list(found[: SHOWN + 1])
    context = {
        "desk": request.desk,
        "here": "money",
        "form": form,
        "refusal": refusal,
        "files": files[:SHOWN],
        "older": files[SHOWN - 1].pk if len(files) > SHOWN else None,
        "paged": before is not None,
    }
    failed = refusal is not None or bool(form.errors)
    return render(request, "office/money/files.html", context, status=422 if failed else 200)
