"""Forms of the account's pages. `take_refusal` shows a service's refusal under its field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.form_fields import TextField

_LONGEST = 1024  # code points; the service counts characters


def _password(label: Any, *, required: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    """A password as it is typed: `core.form_fields.TextField` would clean it."""
    return forms.CharField(
        label=label,
        max_length=_LONGEST,
        strip=False,
        help_text=help_text,
        error_messages={"required": required},
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class SignInForm(forms.Form):
    identifier = TextField(
        label=_("Số điện thoại hoặc email"),
        max_length=254,
        error_messages={"required": _("Vui lòng ghi số điện thoại hoặc email.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = _password(_("Mật khẩu"), required=_("Vui lòng ghi mật khẩu."), autocomplete="current-password")


class PasswordForm(forms.Form):
    old_password = _password(
        _("Mật khẩu hiện tại"), required=_("Vui lòng ghi mật khẩu hiện tại."), autocomplete="current-password"
    )
    new_password = _password(
        _("Mật khẩu mới"),
        required=_("Vui lòng ghi mật khẩu mới."),
        autocomplete="new-password",
        help_text=_("Ít nhất 8 ký tự. Nên dùng vài từ dễ nhớ nối với nhau."),
    )


class PasswordAgainForm(forms.Form):
    password = _password(_("Mật khẩu"), required=_("Vui lòng ghi mật khẩu."), autocomplete="current-password")


class EraseForm(PasswordAgainForm):
    sure = forms.BooleanField(
        label=_("Tôi hiểu: không khôi phục được tài khoản này."),
        error_messages={"required": _("Vui lòng đánh dấu ô này nếu bạn muốn xóa.")},
    )


class CodeForm(forms.Form):
    otp = forms.CharField(
        label=_("Mã xác thực"),
        max_length=60,
        help_text=_("Sáu chữ số đang hiện trong ứng dụng xác thực. Mất điện thoại: ghi một mã khôi phục."),
        error_messages={"required": _("Vui lòng ghi mã.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class FirstCodeForm(CodeForm):
    """Before the first code there are no recovery codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["otp"].help_text = _("Sáu chữ số đang hiện trong ứng dụng xác thực.")
        self.fields["otp"].widget.attrs["inputmode"] = "numeric"


class RecoveryCodesForm(forms.Form):
    """The codes that the page shows, sent back to be downloaded; at most 20 are read."""

    codes = forms.CharField()

    def clean_codes(self) -> list[str]:
        return self.cleaned_data["codes"].split()[:20]


class SetPasswordForm(forms.Form):
    password = _password(_("Mật khẩu mới"), required=_("Vui lòng ghi mật khẩu mới."), autocomplete="new-password")
