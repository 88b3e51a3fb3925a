"""What a seller types at a stall."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.workspace.inputs import DongField
from orders.counter.services.sell import MAX_NOTE


class CounterForm(forms.Form):
    amount = DongField(label=_("Số tiền (đồng)"), error_messages={"required": _("Vui lòng ghi số tiền khách trả.")})
    note = forms.CharField(
        label=_("Bán gì"), required=False, max_length=MAX_NOTE,
        widget=forms.TextInput(attrs={"placeholder": _("3 kg xoài cát Chu"), "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["amount"].widget.attrs |= {"autofocus": True, "data-dong": "", "placeholder": "0"}
