"""The checkout as a form: contact, address, a delivery for each seller, payment, consent."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.form_fields import TextField
from frontend.common import parsing
from frontend.common.forms import CheckedField
from frontend.shop.checkout_options import CheckoutOptions, SellerDelivery, delivery_field
from frontend.shop.commune import CommuneAnswer
from orders.checkout.contact import check_email, check_name, check_note, check_phone
from orders.checkout.queries.checkout_view import CheckoutView
from orders.models import PaymentMethod

CONTACT = ("buyer_name", "phone", "email", "note")
_STREET_LENGTH = 200
_ANCHORS = {"commune": "xa", NON_FIELD_ERRORS: "dat-hang"}


class CheckoutForm(forms.Form):
    """`data` is the submitted input to validate, `initial` the values to show.

    `view` is quoted for the commune of `place`, which decides the deliveries and payment options. `not_quoted` is why
    it is quoted for the saved address instead.
    """

    use_required_attribute = False

    buyer_name = CheckedField(
        check_name, label=_("Họ tên"), widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": 120})
    )
    phone = CheckedField(
        check_phone,
        label=_("Điện thoại"),
        help_text=_("Người bán gọi khi giao. Số này cũng dùng để mở đơn sau này."),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "maxlength": 40}),
    )
    email = CheckedField(
        check_email,
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"inputmode": "email", "autocomplete": "email", "maxlength": 254}),
    )
    commune = TextField(required=False)
    street = TextField(
        label=_("Số nhà, đường, ấp"),
        required=False,
        help_text=_("Không cần nếu bạn đến lấy mọi thứ tại nơi bán."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "street-address",
                "placeholder": _("Ví dụ: 12/3 Lê Lai, hoặc ấp Mỹ Thới"),
                "maxlength": _STREET_LENGTH,
            }
        ),
    )
    payment_method = forms.ChoiceField(
        choices=PaymentMethod.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Vui lòng chọn cách thanh toán.")),
    )
    note = CheckedField(check_note, label=_("Lời nhắn cho người bán"), widget=forms.TextInput(attrs={"maxlength": 300}))
    consent = forms.CharField(
        error_messages={"required": _("Vui lòng đọc rồi đánh dấu đồng ý để đặt hàng.")}
    )  # the version of the policy whose box is ticked

    def __init__(
        self,
        view: CheckoutView,
        place: CommuneAnswer,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        not_quoted: DomainError | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), auto_id="o-%s")
        self.place, self.not_quoted = place, not_quoted
        self.options = CheckoutOptions(
            view,
            picks=_picks(view, data or initial or {}),
            preferred_method=parsing.short((data or initial or {}).get("payment_method"), 10),
            has_commune=place.commune is not None,
        )
        for delivery in self.options.deliveries:
            self.fields[delivery.field] = _delivery_choice(delivery)
        deliveries = [delivery.field for delivery in self.options.deliveries]
        self.order_fields(["buyer_name", "phone", "email", "commune", "street", *deliveries])

    def clean_commune(self) -> str:
        if self.place.error:
            raise forms.ValidationError(str(self.place.error))
        return self.cleaned_data["commune"]

    def clean(self) -> dict[str, Any]:
        """Require an address if anything is delivered, and a delivery for each seller if the commune is known."""
        data = super().clean() or {}
        has_commune = self.options.has_commune
        if not self.options.fetches_all:
            if not has_commune and "commune" not in self.errors:
                text = _("Vui lòng cho biết xã, phường nhận hàng, hoặc chọn nhận tại nơi bán với mọi người bán.")
                self.add_error("commune", text)
            elif has_commune and not data.get("street"):
                self.add_error("street", _("Vui lòng ghi số nhà, tên đường hoặc tên ấp."))
        for delivery in self.options.deliveries:
            if delivery.picked is not None or delivery.field in self.errors:
                continue
            if not delivery.group.quotes and has_commune:
                self.add_error(delivery.field, _("Người bán này không giao tới đó. Vui lòng bỏ hàng của họ khỏi giỏ."))
            elif "commune" not in self.errors:
                self.add_error(delivery.field, _("Vui lòng chọn cách nhận hàng."))
        return data

    def are_valid(self, *names: str) -> bool:
        return not self.errors.keys() & set(names)

    @property
    def deliveries(self) -> list[tuple[SellerDelivery, forms.BoundField]]:
        return [(delivery, self[delivery.field]) for delivery in self.options.deliveries]

    @property
    def typed_commune(self) -> str:
        return self["commune"].value() or ""

    @property
    def commune_error(self) -> str | Promise | None:
        if not self.is_bound:
            return self.place.error
        return str(self.errors["commune"][0]) if "commune" in self.errors else None

    @property
    def problems(self) -> list[tuple[str, str | Promise]]:
        """The error summary above the form, in page order: the anchor and text of each error."""
        if not self.is_bound:
            return [("xa", self.place.error)] if self.place.error else []
        names = [NON_FIELD_ERRORS, *self.fields]
        return [(_anchor(name), str(self.errors[name][0])) for name in names if name in self.errors]

    def focus_first_error(self) -> None:
        """Focus the field of the first error."""
        name = next((name for name in self.fields if name in self.errors), None)
        if name:
            self.fields[name].widget.attrs["autofocus"] = True


def initial_from(view: CheckoutView, place: CommuneAnswer) -> dict[str, Any]:
    """The stored checkout; the browser's commune if there is no address."""
    picks = {
        delivery_field(group.seller_id): group.delivery.method_id
        for group in view.groups
        if group.delivery and group.chosen_by_buyer
    }
    return picks | {
        "buyer_name": view.buyer_name,
        "phone": view.phone,
        "email": view.email,
        "note": view.note,
        "street": view.address.street if view.address else "",
        "commune": place.commune.label if place.commune else "",
        "payment_method": view.payment_method,
        "consent": view.policy_version if view.consented else "",
    }


def _picks(view: CheckoutView, values: Mapping[str, Any]) -> dict[int, int]:
    sent = {
        group.seller_id: parsing.whole(str(values.get(delivery_field(group.seller_id), ""))) for group in view.groups
    }
    return {seller_id: method_id for seller_id, method_id in sent.items() if method_id is not None}


def _delivery_choice(delivery: SellerDelivery) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        coerce=int,
        required=False,
        empty_value=None,
        choices=[(quote.method_id, quote.name) for quote in delivery.group.quotes],
        error_messages={"invalid_choice": _("Cách này không tới được nơi vừa chọn. Vui lòng chọn lại.")},
    )


def _anchor(name: str) -> str:
    return "cach-giao" if name.startswith("delivery_") else _ANCHORS.get(name, f"o-{name}")
