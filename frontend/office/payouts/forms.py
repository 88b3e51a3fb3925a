"""What the bank did with payouts: a statement that confirms them, or one answer typed by hand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.form_fields import TextField
from payments.models import FileKind, FileLayout


class StatementForm(forms.Form):
    layout = forms.ModelChoiceField(
        FileLayout.objects.filter(kind=FileKind.BANK_STATEMENT, is_active=True).order_by("name"),
        label=gettext_lazy("Sao kê của"),
        empty_label=None,
        error_messages={"required": gettext_lazy("Vui lòng chọn ngân hàng.")},
    )
    file = forms.FileField(
        label=gettext_lazy("Tệp sao kê (Excel hoặc CSV)"),
        error_messages={
            "required": gettext_lazy("Vui lòng chọn tệp."),
            "empty": gettext_lazy("Tệp rỗng."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )


class BatchPaidForm(forms.Form):
    """The bank has paid every payout of a file."""

    bank_reference = TextField(
        label=gettext_lazy("Số giao dịch hoặc số lô của ngân hàng"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Vui lòng ghi số giao dịch của ngân hàng.")},
    )


class PayoutPaidForm(BatchPaidForm):
    """The bank has paid one payout."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["bank_reference"].label = gettext_lazy("Số giao dịch của ngân hàng")


class PayoutRejectedForm(forms.Form):
    """The bank has not paid a payout, or has returned it."""

    reason = TextField(
        label=gettext_lazy("Lý do ngân hàng trả về"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Vui lòng ghi lý do ngân hàng trả về.")},
    )
