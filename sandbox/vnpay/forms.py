"""The gateway's forms for buyers."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox.vnpay.outcomes import CARD_DATE, CARD_HOLDER, CARDS

METHODS = [("NCB", _("Thẻ nội địa và tài khoản ngân hàng (NCB)")), ("VNPAYQR", _("Ứng dụng hỗ trợ VNPAY-QR"))]
PLAYS = [
    ("ipn_first", _("Báo cửa hàng trước, rồi đưa người mua quay về")),
    ("return_first", _("Đưa người mua quay về trước, vài giây sau mới báo cửa hàng")),
    ("never", _("Không bao giờ báo cửa hàng (cửa hàng phải tự hỏi)")),
]


class MethodForm(forms.Form):
    """The payment method, and how the gateway reports the result."""

    method = forms.ChoiceField(choices=METHODS, initial="NCB", widget=forms.RadioSelect, label=_("Cách trả tiền"))
    play = forms.ChoiceField(
        choices=PLAYS, initial="ipn_first", widget=forms.RadioSelect, label=_("Thứ tự báo kết quả")
    )


class CardForm(forms.Form):
    """A test card; the one that works is filled in already."""

    number = forms.CharField(label=_("Số thẻ"), initial=next(iter(CARDS)), max_length=30)
    holder = forms.CharField(label=_("Tên chủ thẻ"), initial=CARD_HOLDER, max_length=60)
    date = forms.CharField(label=_("Ngày phát hành"), initial=CARD_DATE, max_length=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        self.fields["holder"].widget.attrs |= {"autocomplete": "off"}
        self.fields["date"].widget.attrs |= {"autocomplete": "off", "placeholder": "MM/YY"}

    def clean_number(self) -> str:
        number = re.sub(r"[ \-]", "", self.cleaned_data["number"])
        if number not in CARDS:
            raise forms.ValidationError(_("Số thẻ không đúng. Ở đây chỉ dùng được các thẻ thử nghiệm ghi bên dưới."))
        return number

    def clean_holder(self) -> str:
        holder = " ".join(self.cleaned_data["holder"].upper().split())
        if holder != CARD_HOLDER:
            raise forms.ValidationError(_("Tên chủ thẻ không đúng."))
        return holder

    def clean_date(self) -> str:
        if self.cleaned_data["date"].strip() != CARD_DATE:
            raise forms.ValidationError(_("Ngày phát hành không đúng."))
        return CARD_DATE


class OtpForm(forms.Form):
    """The one-time password that the bank would send."""

    otp = forms.CharField(label=_("Mã xác thực (OTP)"), max_length=12)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["otp"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
