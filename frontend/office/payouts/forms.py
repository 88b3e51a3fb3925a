"""A bank statement that confirms payouts."""

from django import forms
from django.utils.translation import gettext_lazy

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
