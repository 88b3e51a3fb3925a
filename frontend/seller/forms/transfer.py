"""The form of a seller's decision on an unmatched transfer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.form_fields import TextField
from core.money import format_dong
from orders.payment.queries.doubtful_transfers import Purchase

OTHER = "other"  # a purchase that is not in the list, by its number


class TransferForm(forms.Form):
    """`fitting`: purchases of exactly the amount, one choice each (by its payment), the likely ones first."""

    what = forms.ChoiceField(
        label=gettext_lazy("Khoản này là gì"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Vui lòng chọn khoản này là gì.")},
    )
    code = TextField(
        label=gettext_lazy("Mã đơn hoặc số biên nhận"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
    note = TextField(
        label=gettext_lazy("Bạn biết nhờ đâu, hoặc mã giao dịch chuyển trả"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Vui lòng ghi: khách gửi ảnh, gọi hỏi khách, mã giao dịch trả…")},
    )

    def __init__(self, *args: Any, fitting: Sequence[Purchase], named: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        other = (OTHER, _("Trả cho đơn khác, hoặc lần bán khác tại chợ"))
        back = ("returned", _("Tôi đã chuyển trả lại người gửi"))
        not_ours = (
            "not_ours", _("Không trả cho đơn nào: tiền riêng của tôi, hoặc tôi giữ theo thỏa thuận với khách")
        )  # fmt: skip
        fits = [(one.intent_id, _purchase(one)) for one in fitting]
        rest = [back, not_ours, other] if named else [other, back, not_ours]
        self.fields["what"].choices = [*fits, *rest]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("what") == OTHER and not data.get("code", "").strip():
            self.add_error("code", _("Vui lòng ghi mã đơn hoặc số biên nhận."))
        return data


def _purchase(one: Purchase) -> str:
    params = {"code": one.code, "who": one.who, "amount": format_dong(one.amount)}
    if one.is_pos_sale:
        label = _("Trả cho lần bán tại chợ %(code)s, %(amount)s") % params
    else:
        label = _("Trả cho đơn %(code)s của %(who)s, %(amount)s") % params
    return _("%(purchase)s (bạn đã tự xác nhận)") % {"purchase": label} if one.is_paid else label
