"""Forms of a product, its pack sizes, photos and certificates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import OcopGroup, Product, TaxCategory
from catalog.produce_declarations.services.submit_declaration import MAX_EVIDENCE
from catalog.products.queries import CategorySummary
from catalog.validation import LIMITS, MAX_DAYS_TO_SHIP, VARIANT_NAME, VariantInput
from core.form_fields import CountField, DayField, DongField, KilogramField, TextField
from frontend.common.forms import WholeField
from frontend.seller.forms.photos_field import PhotosField
from frontend.templatetags.formatting import MONTHS, translated

# The services' fields, mapped to the forms' fields where they differ.
SERVICE_FIELDS = {"variants": "pack", "file": "photos"}
_MONTHS = [(str(number), name) for number, name in enumerate(MONTHS, start=1)]


# Labels of catalog.TaxCategory for sellers.
KINDS = [
    (TaxCategory.GOODS, _("Nông sản, hàng mua về bán lại")),
    (TaxCategory.MANUFACTURE, _("Hàng nhà tự làm ra, tự chế biến (sấy, muối, đan, dệt…)")),
    (TaxCategory.SERVICE, _("Dịch vụ (tham quan, ăn nghỉ, trải nghiệm)")),
]


def _line(label: Any, name: str, *, help_text: Any = "", **attrs: Any) -> TextField:
    """One line that may stay empty."""
    widget = forms.TextInput(attrs=attrs)
    return TextField(label=label, required=False, max_length=LIMITS[name], help_text=help_text, widget=widget)


class ProductForm(forms.Form):
    """The words."""

    WORDS = (
        "name", "category_id", "summary", "description", "origin", "storage", "season_months", "days_to_ship",
        "tax_category",
    )  # fmt: skip

    name = TextField(
        label=_("Tên hàng"), max_length=LIMITS["name"], error_messages={"required": _("Vui lòng ghi tên hàng.")},
        widget=forms.TextInput(attrs={"placeholder": _("Xoài cát chu Cao Lãnh")}),
    )  # fmt: skip
    category_id = forms.TypedChoiceField(
        label=_("Nhóm hàng"), coerce=int, error_messages={"required": _("Vui lòng chọn nhóm hàng.")}
    )
    summary = _line(_("Giới thiệu một câu"), "summary", help_text=_("Điều người mua nên biết đầu tiên."))
    description = TextField(
        label=_("Mô tả"), required=False, max_length=LIMITS["description"],
        widget=forms.Textarea(attrs={"rows": 5}), help_text=_("Trồng thế nào, vị ra sao, dùng làm gì."),
    )  # fmt: skip
    origin = _line(_("Nơi trồng, nơi làm"), "origin", placeholder=_("Vườn nhà ở ấp Mỹ Thới"))
    storage = _line(_("Cách bảo quản"), "storage", placeholder=_("Nơi thoáng mát, dùng trong 7 ngày"))
    season_months = forms.TypedMultipleChoiceField(
        label=_("Tháng có hàng"), coerce=int, required=False, choices=_MONTHS, widget=forms.CheckboxSelectMultiple,
        help_text=_("Để trống nếu có quanh năm."),
    )  # fmt: skip
    days_to_ship = CountField(
        label=_("Cần mấy ngày để chuẩn bị hàng?"), initial=1, max_value=MAX_DAYS_TO_SHIP,
        help_text=_("Từ lúc nhận đơn đến lúc giao đi. Ghi 0 nếu gửi ngay trong ngày."),
    )  # fmt: skip
    tax_category = forms.ChoiceField(
        label=_("Món này là"), choices=KINDS, initial=TaxCategory.GOODS,
        error_messages={"required": _("Vui lòng chọn món này là gì.")},
        help_text=_("Thuế của hộ kinh doanh tính theo dòng này."),
    )  # fmt: skip

    def __init__(self, *args: Any, categories: list[CategorySummary], **options: Any) -> None:
        super().__init__(*args, **options)
        names = [(str(category.id), translated(category.name)) for category in categories]
        self.fields["category_id"].choices = [("", _("Chọn nhóm hàng")), *names]  # type: ignore[attr-defined]

    @staticmethod
    def initial_from(product: Product) -> dict[str, Any]:
        """The form's initial values from the product."""
        return {name: getattr(product, name) for name in ProductForm.WORDS}


class PackForm(forms.Form):
    """One pack size."""

    pack = TextField(
        label=_("Quy cách"), max_length=VARIANT_NAME,
        error_messages={"required": _("Vui lòng ghi quy cách, ví dụ “Thùng 5 kg”.")},
        widget=forms.TextInput(attrs={"placeholder": _("Thùng 5 kg")}),
    )  # fmt: skip
    price = DongField(label=_("Giá bán (đồng, đã gồm thuế)"), error_messages={"required": _("Vui lòng ghi giá bán.")})
    net_weight_g = KilogramField(
        label=_("Hàng nặng (kg)"), required=False, help_text=_("Để người mua thấy giá mỗi kg.")
    )
    weight_g = KilogramField(label=_("Cả bao bì nặng (kg)"), help_text=_("Để tính tiền giao hàng."))
    on_hand = CountField(label=_("Đang có bao nhiêu?"))

    def as_input(self) -> VariantInput:
        data = self.cleaned_data
        return VariantInput(
            name=data["pack"], price=data["price"], weight_g=data["weight_g"], net_weight_g=data["net_weight_g"],
            on_hand=data.get("on_hand") or 0,
        )  # fmt: skip


class PackEditForm(PackForm):
    """A pack size that exists: its stock is counted on its own."""

    on_hand = None  # type: ignore[assignment]

    def changes(self) -> dict[str, Any]:
        """The arguments of update_variant, of a valid form."""
        pack = self.as_input()
        return {name: getattr(pack, name) for name in ("name", "price", "weight_g", "net_weight_g")}


class StockForm(forms.Form):
    on_hand = CountField()
    seen = WholeField()  # the stock that the page showed


class NewProductForm(PackForm, ProductForm):
    """Everything a new product needs on one page."""

    photos = PhotosField(
        label=_("Ảnh chụp"), required=False,
        help_text=_("Ba ảnh là đẹp: cả món hàng, một miếng cắt hay cận cảnh, và khi đóng gói. Tối đa 8 ảnh."),
    )  # fmt: skip


class PhotosForm(forms.Form):
    photos = PhotosField(label=_("Thêm ảnh"))


class DeclarationForm(forms.Form):
    """A declaration of own unprocessed produce, with its evidence."""

    evidence = TextField(
        label=_("Căn cứ"), max_length=MAX_EVIDENCE,
        error_messages={"required": _("Vui lòng ghi giấy tờ nào chứng minh nhà tự trồng, tự nuôi.")},
        widget=forms.TextInput(attrs={"placeholder": _("Sổ vườn năm 2026, giấy xác nhận của ấp")}),
        help_text=_("Cán bộ xã xem giấy này rồi mới được miễn thuế. Chưa xem thì vẫn khấu trừ như hàng hóa."),
    )  # fmt: skip


class CertificateForm(forms.Form):
    """An OCOP recognition ("giấy chứng nhận sản phẩm OCOP") that officials then check."""

    stars = forms.TypedChoiceField(
        label=_("Hạng sao"), coerce=int, choices=[("3", _("3 sao")), ("4", _("4 sao")), ("5", _("5 sao"))]
    )
    group = forms.TypedChoiceField(label=_("Nhóm sản phẩm OCOP"), coerce=int, choices=OcopGroup.choices)
    decision_no = TextField(
        label=_("Số quyết định"), max_length=60, widget=forms.TextInput(attrs={"placeholder": "123/QĐ-UBND"}),
        error_messages={"required": _("Vui lòng ghi số quyết định công nhận.")},
    )  # fmt: skip
    authority = TextField(
        label=_("Cơ quan công nhận"), max_length=120, error_messages={"required": _("Vui lòng ghi cơ quan công nhận.")},
        widget=forms.TextInput(attrs={"placeholder": _("UBND tỉnh Đồng Tháp")}),
    )  # fmt: skip
    issued_on = DayField(
        label=_("Ngày ký"), error_messages={"required": _("Vui lòng chọn ngày ký.")},
        help_text=_("Giấy có giá trị 36 tháng từ ngày này."),
    )  # fmt: skip
