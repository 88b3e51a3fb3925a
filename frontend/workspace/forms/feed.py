"""The key of a service that tells of transfers: as its own page names it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


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
