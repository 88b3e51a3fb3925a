"""Forms of a partner's file and of its layout."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.form_fields import CountField, TextField
from frontend.common.forms import WholesField
from frontend.office.forms import DecisionForm
from payments.base.file_import.layouts import FIELDS
from payments.models import BankAccount, FileKind, FileLayout

COLUMN_NAMES: dict[str, Promise] = {
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


class LayoutForm(forms.Form):
    """The form of a layout: headings and words are separated by "|"."""

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
            self.fields[f"column_{name}"] = TextField(label=str(COLUMN_NAMES[name]), max_length=600, required=False)
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
        """The values of the form; others keep their stored values."""
        filled = {
            "skip_rows": self.cleaned_data["skip_rows"] or 0,
            "sheet": self.cleaned_data["sheet"],
            "date_formats": _parts(self.cleaned_data["date_formats"]),
            "amount_unit": self.cleaned_data["amount_unit"],
            "fee_unit": self.cleaned_data.get("fee_unit", 1),
            **{name: _parts(self.cleaned_data[name]) for name, _label in _WORDS[self.kind]},
        }
        return {name: value for name, value in (stored | filled).items() if value not in (0, "", [])}


class FileForm(forms.Form):
    """A file with its layout; a statement also with its account."""

    layout = forms.ModelChoiceField(
        label=gettext_lazy("Mẫu tệp"),
        queryset=FileLayout.objects.filter(is_active=True).order_by("-kind", "pk"),
        empty_label=None,
        error_messages={"required": gettext_lazy("Vui lòng chọn mẫu tệp.")},
    )
    account = forms.ModelChoiceField(
        label=gettext_lazy("Tài khoản (với sao kê)"),
        queryset=BankAccount.objects.filter(payee=None).order_by("-is_active", "pk"),
        empty_label=gettext_lazy("Không phải sao kê"),
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("Tệp (.xlsx hoặc .csv)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={"required": gettext_lazy("Vui lòng chọn tệp."), "empty": gettext_lazy("Tệp rỗng.")},
        max_length=300,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        layout = data.get("layout")
        if layout and layout.kind == FileKind.BANK_STATEMENT and not data.get("account"):
            self.add_error("account", _("Vui lòng chọn tài khoản của sao kê này."))
        return data


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


class SimilarLinesForm(DecisionForm):
    """One decision for the ticked lines."""

    line = WholesField()
