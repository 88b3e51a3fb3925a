"""Forms of sales at a stall."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.form_fields import DongField, TextField
from frontend.common.forms import FormKeyField
from orders.models import PosMethod, PosSale
from orders.pos.services.record_sale import MAX_NOTE
from orders.pos.services.void_sale import MAX_REASON


class SaleForm(forms.Form):
    form = FormKeyField()
    method = forms.CharField(required=False)  # of the button; the service refuses an unknown one
    amount = DongField(label=_("Số tiền (đồng)"), error_messages={"required": _("Vui lòng ghi số tiền khách trả.")})
    note = TextField(
        label=_("Bán gì"), required=False, max_length=MAX_NOTE,
        widget=forms.TextInput(attrs={"placeholder": _("3 kg xoài cát Chu"), "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["amount"].widget.attrs |= {"autofocus": True, "data-dong": "", "placeholder": "0"}


class VoidForm(forms.Form):
    """The reason of a void. For a transfer the seller confirms that it was refunded or never arrived."""

    money_returned = forms.BooleanField(
        label=_("Tôi đã trả lại tiền cho khách, hoặc tiền chưa hề vào tài khoản"),
        error_messages={"required": _("Trả lại tiền cho khách trước, rồi đánh dấu ô này.")},
    )
    why = TextField(
        label=_("Vì sao hủy"), max_length=MAX_REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Vui lòng ghi vì sao hủy, và đã trả lại tiền thế nào.")},
    )  # fmt: skip

    def __init__(self, *args: Any, sale: PosSale, **options: Any) -> None:
        super().__init__(*args, **options)
        if sale.method == PosMethod.CASH:
            del self.fields["money_returned"]
            self.fields["why"].help_text = _("Ví dụ: ghi nhầm số tiền; khách trả hàng, đã đưa lại 50.000 đ.")
        else:
            self.fields["why"].help_text = _("Ví dụ: khách trả hàng, mã giao dịch chuyển trả FT123; hoặc: bấm nhầm.")
