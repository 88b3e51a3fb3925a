"""Forms of an official's decisions on a seller or a claim."""

from django import forms
from django.utils.translation import gettext_lazy

from core.form_fields import DayField, TextField


class ContractForm(forms.Form):
    """The agency contract ("hợp đồng ủy quyền thu hộ") by which the operator may take live money for the seller."""

    number = TextField(
        label=gettext_lazy("Số hợp đồng"), max_length=80,
        error_messages={"required": gettext_lazy("Vui lòng ghi số hợp đồng.")},
    )  # fmt: skip
    signed_on = DayField(
        label=gettext_lazy("Ngày ký"), error_messages={"required": gettext_lazy("Vui lòng chọn ngày ký.")}
    )


class TaxCodeForm(forms.Form):
    tax_code = TextField(
        label=gettext_lazy("Mã số thuế hoặc số định danh của chủ hộ"), max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Vui lòng ghi mã số thuế.")},
    )  # fmt: skip


class RefusalForm(forms.Form):
    reason = TextField(
        label=gettext_lazy("Lý do từ chối, người bán sẽ đọc"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Vui lòng ghi lý do để người bán biết cần sửa gì.")},
    )
