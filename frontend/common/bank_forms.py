"""Forms of a bank account and of the key of a service that reports its transfers, with the services' own terms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.form_fields import TextField
from core.text import capitals
from payments.sdk.banks import BANKS, account_number


class BankForm(forms.Form):
    """Number and holder are stored as banks write them: without blanks; capitals without diacritics."""

    bank_bin = forms.ChoiceField(
        label=_("Ngân hàng"), choices=[("", _("Chọn ngân hàng")), *BANKS.items()],
        error_messages={"required": _("Vui lòng chọn ngân hàng.")},
    )  # fmt: skip
    number = TextField(
        label=_("Số tài khoản"), max_length=30, error_messages={"required": _("Vui lòng ghi số tài khoản.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    holder = TextField(
        label=_("Tên chủ tài khoản"), max_length=120, error_messages={"required": _("Vui lòng ghi tên chủ tài khoản.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip

    def clean_number(self) -> str:
        return account_number(self.cleaned_data["number"])

    def clean_holder(self) -> str:
        return capitals(self.cleaned_data["holder"])


def _secret(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=300, help_text=help_text,
        error_messages={"required": _("Vui lòng dán khóa từ trang của dịch vụ.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip


class SePayForm(forms.Form):
    auth = forms.ChoiceField(
        label=_("Kiểu chứng thực đã chọn ở SePay"), choices=[("apikey", "API Key"), ("hmac", "HMAC-SHA256")]
    )
    key = _secret(_("Khóa của webhook"))


class CassoForm(forms.Form):
    key = _secret(_("Key bảo mật của webhook"))


class PayOSForm(forms.Form):
    client_id = _secret("Client ID")
    api_key = _secret("Api Key")
    key = _secret("Checksum Key")


FORMS: dict[str, type[forms.Form]] = {"sepay": SePayForm, "casso": CassoForm, "payos": PayOSForm}
