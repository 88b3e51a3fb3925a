"""One spelling for each password, whatever the keyboard sends: the OpaqueString profile of RFC 8265, section 4.2.

iPhones and some Vietnamese keyboards compose "ậ" from three code points, others send one. Both are the same password.
"""

from django.utils.translation import gettext_lazy as _
from precis_i18n import get_profile

from core.errors import DomainError

LONGEST = 256  # characters, once composed
_LONGEST_TYPED = 4 * LONGEST  # code points: a letter with two marks is three of them
_PROFILE = get_profile("OpaqueString")


def prepare_password(typed: str) -> str:
    """The password as it is hashed and compared: NFC, other spaces as U+0020, case-sensitive.

    Raises DomainError PASSWORD_INVALID for one that is empty, longer than 256 characters, or has characters that the
    profile forbids (controls, invisible characters, unassigned code points).
    """
    if len(typed) > _LONGEST_TYPED:
        raise _too_long()
    try:
        prepared = _PROFILE.enforce(typed)
    except UnicodeEncodeError as error:
        raise _unusable(empty=not typed) from error
    if len(prepared) > LONGEST:
        raise _too_long()
    return prepared


def _unusable(*, empty: bool) -> DomainError:
    if empty:
        return DomainError(_("Vui lòng ghi mật khẩu."), code="PASSWORD_INVALID", field="password")
    return DomainError(
        _("Mật khẩu có ký tự không dùng được (ký tự ẩn hoặc ký tự điều khiển). Hãy gõ lại, đừng dán từ nơi khác."),
        code="PASSWORD_INVALID",
        field="password",
    )


def _too_long() -> DomainError:
    return DomainError(_("Mật khẩu dài nhất 256 ký tự."), code="PASSWORD_INVALID", field="password")
