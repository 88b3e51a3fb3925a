"""Forms for a month's declaration and payment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.form_fields import DayField, TextField


def _number(label: Any, wrong: Any) -> TextField:
    return TextField(label=label, max_length=60, error_messages={"required": wrong})


class FileForm(forms.Form):
    filed_on = DayField(label=gettext_lazy("Ngày nộp tờ khai"))
    reference = _number(
        gettext_lazy("Mã hồ sơ cơ quan thuế trả về"), gettext_lazy("Vui lòng ghi mã hồ sơ cơ quan thuế trả về.")
    )


class PayForm(forms.Form):
    paid_on = DayField(label=gettext_lazy("Ngày nộp tiền"))
    reference = _number(gettext_lazy("Số chứng từ nộp tiền"), gettext_lazy("Vui lòng ghi số chứng từ nộp tiền."))
