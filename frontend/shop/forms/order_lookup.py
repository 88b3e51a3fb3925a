"""Opening an order by its code and phone number."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.form_fields import TextField


class OrderLookupForm(forms.Form):
    """It never tells which of the two is wrong."""

    use_required_attribute = False

    code = TextField(
        label=_("Mã đơn"),
        required=False,
        help_text=_("Như 7K2P-9DXM-4H; viết thường, bỏ gạch đều được."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 40}),
    )
    phone = TextField(
        label=_("Số điện thoại đã ghi khi đặt"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "maxlength": 40}),
    )

    def service_arguments(self) -> dict[str, str]:
        return {name: self.cleaned_data[name][:40] for name in ("code", "phone")}
