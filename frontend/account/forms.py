"""Forms of the account's pages. What services refuse is put under its field with `take_refusal`."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.form_fields import TextField

_LONGEST = 1024  # code points; the service counts characters


class SignInForm(forms.Form):
    identifier = TextField(
        label=_("Số điện thoại hoặc email"),
        max_length=254,
        error_messages={"required": _("Vui lòng ghi số điện thoại hoặc email.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        max_length=_LONGEST,
        strip=False,
        error_messages={"required": _("Vui lòng ghi mật khẩu.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(forms.Form):
    old_password = forms.CharField(
        label=_("Mật khẩu hiện tại"),
        max_length=_LONGEST,
        strip=False,
        error_messages={"required": _("Vui lòng ghi mật khẩu hiện tại.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label=_("Mật khẩu mới"),
        max_length=_LONGEST,
        strip=False,
        help_text=_("Ít nhất 8 ký tự. Nên dùng vài từ dễ nhớ nối với nhau."),
        error_messages={"required": _("Vui lòng ghi mật khẩu mới.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class PasswordAgainForm(forms.Form):
    password = forms.CharField(
        label=_("Mật khẩu"),
        max_length=_LONGEST,
        strip=False,
        error_messages={"required": _("Vui lòng ghi mật khẩu.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
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


class SetPasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Mật khẩu mới"),
        max_length=_LONGEST,
        strip=False,
        error_messages={"required": _("Vui lòng ghi mật khẩu mới.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
