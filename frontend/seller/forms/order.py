"""What a seller types with a step of an order."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.form_fields import TextField
from orders.models import CancelReason


class FulfillForm(forms.Form):
    """The goods are handed over; of a cash order the money may be in hand."""

    cash_received = forms.BooleanField(required=False)


class RefundProofForm(forms.Form):
    """That the buyer has the money back."""

    proof = TextField(
        label=_("Mã giao dịch chuyển trả, hoặc ai nhận tiền mặt, lúc nào"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Vui lòng ghi mã giao dịch chuyển trả, hoặc ai nhận tiền mặt và lúc nào.")},
    )


class CancelForm(forms.Form):
    """Why an order is cancelled."""

    reason = forms.ChoiceField(
        label=_("Vì sao?"),
        choices=CancelReason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Vui lòng chọn lý do hủy đơn."),
            "invalid_choice": _("Vui lòng chọn lý do hủy đơn."),
        },
    )
