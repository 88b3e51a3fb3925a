"""Validation of a buyer's contact data. Each message names what to correct."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.identifiers import is_email
from accounts.phones import normalize_phone
from core.cleaning import clean_line
from core.errors import DomainError

_NAME_LENGTH = 120
_DIGITS = 10  # of a mobile number in national form


def check_name(text: str, field: str = "buyer_name") -> str:
    """The name without stray blanks. Raises DomainError REQUIRED or INVALID."""
    name = clean_line(text)
    if not name:
        raise DomainError(_("Vui lòng ghi họ tên người nhận."), code="REQUIRED", field=field)
    if len(name) > _NAME_LENGTH:
        raise DomainError(_("Họ tên dài quá 120 ký tự."), field=field)
    return name


def check_phone(text: str, field: str = "phone") -> str:
    """The national digits ("0912345678"). Raises DomainError REQUIRED or INVALID, which names the mistake."""
    if not clean_line(text):
        raise DomainError(_("Vui lòng ghi số điện thoại để người bán liên hệ khi giao."), code="REQUIRED", field=field)
    phone = normalize_phone(text) if len(text) <= 40 else None
    if phone is None:
        raise DomainError(_phone_problem(text), field=field)
    return phone


def _phone_problem(text: str) -> str | Promise:
    text = clean_line(text)
    if re.search(r"[^\d\s+().\-–/]", text):
        return _("Số điện thoại chỉ gồm chữ số. Ví dụ: 0912 345 678.")
    digits = re.sub(r"\D", "", text)
    if digits.startswith("84"):
        digits = "0" + digits[2:]
    if not digits.startswith("0"):
        return _("Số điện thoại bắt đầu bằng số 0. Ví dụ: 0912 345 678.")
    missing = _DIGITS - len(digits)
    if missing == 1:
        return _("Số này thiếu một chữ số.")
    if missing > 1:
        return _("Số này thiếu %(count)d chữ số.") % {"count": missing}
    if missing == -1:
        return _("Số này thừa một chữ số.")
    if missing < -1:
        return _("Số này thừa %(count)d chữ số.") % {"count": -missing}
    return _("Đầu số này không có ở Việt Nam. Vui lòng xem lại.")


def check_email(text: str) -> str:
    """The e-mail address, or "" where none is given. Raises DomainError INVALID."""
    email = clean_line(text)
    if not email:
        return ""
    if not is_email(email):
        raise DomainError(_("Địa chỉ e-mail này chưa đúng. Ví dụ: ten@example.vn."), field="email")
    if len(email) > 254:
        raise DomainError(_("Địa chỉ e-mail dài quá 254 ký tự."), field="email")
    return email


def check_note(text: str) -> str:
    """A note to the sellers, at most 300 characters. Raises DomainError INVALID."""
    note = clean_line(text)
    if len(note) > 300:
        raise DomainError(_("Lời nhắn dài quá 300 ký tự."), field="note")
    return note
