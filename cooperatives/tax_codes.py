"""Tax codes ("mã số thuế"): an MST of 10 or 13 digits; for a household also the owner's personal number.

Since 01/7/2025 the 12 digits of a person's identity card (CCCD) are a household's tax code (Luật Quản lý thuế 38/2019,
Art. 35.7). They are personal data: shown to officials, never to the public.
"""

import re

from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.vn import mst

from cooperatives.models import Seller, SellerKind
from core import clock
from core.cleaning import clean_line
from core.errors import DomainError
from core.locks import lock_name

_MOST_PROVINCES = 96  # the provinces' codes as the cards carry them, those before the reform included


def read_tax_code(kind: str, typed: str) -> str:
    """The normalized code ("1401541495", "0100109106-001", "082093001234").

    Raises DomainError on `tax_code` with the reason.
    """
    digits = re.sub(r"[\s.\-–]", "", clean_line(typed))
    if not digits.isdigit() or not digits.isascii():
        raise _error(_("Mã số thuế chỉ gồm chữ số."))
    if len(digits) == 12 and kind == SellerKind.HOUSEHOLD:
        return _personal_number(digits)
    try:
        compact = mst.validate(digits)
    except InvalidChecksum as error:
        raise _error(_("Mã số thuế này sai số kiểm tra. Vui lòng xem lại từng chữ số trên giấy đăng ký.")) from error
    except ValidationError as error:
        if kind == SellerKind.HOUSEHOLD:
            raise _error(_("Mã số thuế của hộ có 10 hoặc 13 chữ số, hoặc là 12 số định danh của chủ hộ.")) from error
        raise _error(_("Mã số thuế có 10 chữ số (13 chữ số với đơn vị phụ thuộc).")) from error
    return str(mst.format(compact))


def free_tax_code(kind: str, typed: str) -> str:
    """The normalized code, which no other seller has; its name is locked until the transaction ends.

    Raises DomainError on `tax_code`, also where none is typed.
    """
    if not clean_line(typed):
        raise DomainError(_("Vui lòng ghi mã số thuế."), code="REQUIRED", field="tax_code")
    tax_code = read_tax_code(kind, typed)
    lock_name(f"cooperatives.tax-code:{tax_code}")
    if Seller.objects.filter(tax_code=tax_code).exists():
        raise DomainError(_("Mã số thuế này đã có người bán đăng ký."), code="UNIQUE", field="tax_code")
    return tax_code


def business_type(kind: str) -> str:
    """The business type of the seller's payee. Tax is withheld from individuals (households); companies declare it
    themselves (NĐ 117/2025, NĐ 252/2026)."""
    return "individual" if kind == SellerKind.HOUSEHOLD else "company"


def public_tax_code(tax_code: str) -> str:
    """The public part of a code: an MST as it is, nothing of a personal number."""
    return "" if len(tax_code) == 12 else tax_code


def _personal_number(digits: str) -> str:
    """CCCD: province of birth (3), century and sex (1), year (2), serial (6). It has no check digit."""
    province, century, year = int(digits[:3]), 1900 + int(digits[3]) // 2 * 100, int(digits[4:6])
    if not 1 <= province <= _MOST_PROVINCES or century + year > clock.today().year:
        raise _error(_("Số định danh này chưa đúng. Vui lòng xem lại 12 chữ số trên thẻ căn cước."))
    return digits


def _error(message: object) -> DomainError:
    return DomainError(message, code="INVALID_TAX_CODE", field="tax_code")  # type: ignore[arg-type]
