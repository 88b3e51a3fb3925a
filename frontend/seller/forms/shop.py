"""Forms of a shop: texts, cash, delivery prices and bank account; and a member's consent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.phones import format_phone
from cooperatives.models import Seller
from core.form_fields import CountField, DongField, KilogramField, TextField
from shipping.models import Carrier, Rate, ShippingMethod
from shipping.rates import RateInput


class ShopForm(forms.Form):
    phone = TextField(
        label=_("Điện thoại để người mua gọi"), max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("Vui lòng ghi số điện thoại.")},
    )  # fmt: skip
    email = TextField(
        label=_("Email"), required=False, max_length=254,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email", "autocapitalize": "none"}),
    )  # fmt: skip
    about = TextField(
        label=_("Vài lời về gian hàng"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    cash_at_pickup = forms.BooleanField(
        label=_("Nhận tiền mặt khi người mua tới lấy hàng"), required=False,
        help_text=_("Bạn thu đủ tiền rồi mới giao; đơn vẫn được ghi vào sổ."),
    )  # fmt: skip
    cash_on_delivery = forms.BooleanField(
        label=_("Nhận tiền mặt khi giao hàng tận nơi (COD)"), required=False,
        help_text=_("Bạn hoặc người giao của bạn thu đủ tiền khi trao hàng. Khách không nhận thì bạn chở hàng về."),
    )  # fmt: skip

    @staticmethod
    def initial_from(seller: Seller) -> dict[str, Any]:
        return {name: getattr(seller, name) for name in ShopForm.base_fields} | {"phone": format_phone(seller.phone)}


class MethodNoteForm(forms.Form):
    """What a buyer reads beside a way of delivery."""

    note = TextField(label=_("Lưu ý khi giao"), required=False, max_length=200)

    def __init__(self, data: Any = None, *, method: ShippingMethod) -> None:
        super().__init__(data, auto_id=f"method-{method.pk}-%s", initial={"note": method.note})
        if method.carrier == Carrier.PICKUP:
            self.fields["note"].label = _("Giờ mở cửa, cách tìm đường")


class RateForm(forms.Form):
    """The price to one zone."""

    serves = forms.BooleanField(label=_("Có giao"), required=False)
    base_price = DongField(label=_("Phí giao (đồng)"), required=False)
    base_weight_g = KilogramField(label=_("cho tới (kg)"), required=False)
    price_per_extra_kg = DongField(label=_("Mỗi kg thêm (đồng)"), required=False)
    max_weight_g = KilogramField(label=_("Chở tối đa (kg)"), required=False)
    min_days = CountField(label=_("Nhanh nhất (ngày)"), required=False)
    max_days = CountField(label=_("Chậm nhất (ngày)"), required=False)

    NAMES = ("base_price", "base_weight_g", "price_per_extra_kg", "max_weight_g", "min_days", "max_days")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("serves"):
            for name in self.NAMES:
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Vui lòng ghi số này, hoặc bỏ chọn “Có giao”."))
        return data

    def as_input(self, zone: str) -> RateInput:
        return RateInput(zone=zone, **{name: self.cleaned_data[name] for name in self.NAMES})

    @staticmethod
    def initial_from(rate: Rate | None) -> dict[str, Any]:
        return {"serves": True} | {name: getattr(rate, name) for name in RateForm.NAMES} if rate else {}
