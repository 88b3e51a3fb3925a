"""Parses typed numbers: amounts, prices, stock, days and weights, the same in forms, the API and files.

An ambiguous number is refused with an explanation; it is never guessed or corrected.
"""

import re
import unicodedata
from enum import StrEnum

from django.utils.translation import gettext as _

from core.money import MAX_DONG

# Words for đồng before or behind an amount, in lower case.
_CURRENCY = r"(?:vnđ|vnd|đồng|dong|đ|₫)\.?"
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ALIASES = str.maketrans({"−": "-", "–": "-", "—": "-", "٫": ",", "٬": ".", "’": "'", "‘": "'"})
_MARKS = (".", ",", " ", "'")  # between groups of three
_FRACTIONS = ((".", ","), (",", "."), (" ", ","), (" ", "."), ("'", "."), ("'", ","))
_LONGEST = 40


class Problem(StrEnum):
    """Why a text is not one unambiguous number."""

    NOT_A_NUMBER = "not_a_number"
    FRACTION = "fraction"
    AMBIGUOUS = "ambiguous"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"


class NumberError(ValueError):
    """The text is no number, or ambiguous. The message is for the reader; `problem` is for programs."""

    def __init__(self, problem: Problem, words: str) -> None:
        super().__init__(words)
        self.problem = problem


def read_dong(text: str) -> int | None:
    """Whole đồng ≥ 0; None for a blank text. "50.000", "50,000 đ", "₫50 000", "50.000,00 VND" → 50000.

    Raises NumberError; "1,5", "12.50" and "50.00" are refused, since thousands may have been meant.
    """
    plain = _plain(text)
    if not plain:
        return None
    bare = _without_currency(plain)
    if re.fullmatch(r"[0-9]{1,3}[.,][0-9]{1,2}", bare):
        raise _ambiguous(text, "245.000")
    return _whole(bare, text, example="245.000")


def read_count(text: str, *, signed: bool = False) -> int | None:
    """A whole number; None for a blank text. "1.000", "1 000" → 1000; "2,0" → 2. Below zero only where `signed`.

    Raises NumberError.
    """
    bare = _plain(text)
    sign = 1
    if signed and bare[:1] in "+-" and bare:
        sign, bare = (-1 if bare[0] == "-" else 1), bare[1:].strip()
        if not bare:
            raise _not_a_number(text, "12")
    return None if not bare else sign * _whole(bare, text, example="12")


def read_grams(text: str) -> int | None:
    """Grams of a weight in kilograms, or in grams where it says so; None for a blank text. "5,5", "0.5 kg", "500 g".

    Raises NumberError: for "1.500", which may be one and a half or fifteen hundred, too.
    """
    bare = _plain(text)
    if not bare:
        return None
    weight = re.fullmatch(r"(.*?) ?(kg|g)?\.?", bare)
    assert weight is not None  # every text matches
    number, unit = weight[1], weight[2] or "kg"
    if unit == "g":
        return _whole(number, text, example="500 g")
    if re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", number):
        raise _ambiguous(text, _("1,5 hoặc 1500 g"))
    match = re.fullmatch(r"([0-9]{1,6})(?:[.,]([0-9]{1,6}))?", number)
    if match is None:
        return 1000 * _whole(number, text, example="0,5")
    thousandths = (match[2] or "").rstrip("0")
    if len(thousandths) > 3:
        raise NumberError(Problem.FRACTION, _("Khối lượng ghi tới gam: nhiều nhất ba chữ số lẻ, ví dụ 0,125."))
    return int(match[1]) * 1000 + int((thousandths or "0").ljust(3, "0"))


def read_accounting(text: str) -> int:
    """Whole đồng of a bank's or gateway's file, with their sign: "-1 234", "(1.234)", "1.234 VND", "500-", "52547.00".

    Raises NumberError; files are written by programs, so a short number with a fraction of zeros is read literally.
    """
    bare = _without_currency(_plain(text))
    sign = 1
    if bare.startswith("(") and bare.endswith(")"):
        sign, bare = -1, bare[1:-1].strip()
    if bare[:1] in "+-" and bare:
        sign, bare = (-sign if bare[0] == "-" else sign), bare[1:].strip()
    elif bare.endswith(("-", "+")):
        sign, bare = (-sign if bare[-1] == "-" else sign), bare[:-1].strip()
    return sign * _whole(_without_currency(bare), text, example="245.000", typed=False)


def _plain(text: str) -> str:
    """Composed and in lower case, without invisible marks; digits and spaces of every script are ASCII's."""
    if len(text) > 4 * _LONGEST:
        raise NumberError(Problem.NOT_A_NUMBER, _("Số này dài quá."))
    composed = unicodedata.normalize("NFC", text.translate(_FULL_WIDTH).translate(_ALIASES))
    characters = (_digit(char) for char in composed if unicodedata.category(char) not in ("Cf", "Cc") or char.isspace())
    return " ".join("".join(characters).lower().split())


def _digit(char: str) -> str:
    return str(unicodedata.decimal(char)) if unicodedata.category(char) == "Nd" else char


def _without_currency(bare: str) -> str:
    return re.sub(rf"^{_CURRENCY} ?|(?<=[0-9)+\-]) ?{_CURRENCY}$", "", bare).strip()


def _whole(bare: str, text: str, *, example: str, typed: bool = True) -> int:
    if bare.startswith("-"):
        raise NumberError(Problem.NEGATIVE, _("Số này không được âm."))
    digits = _digits(bare, text, example, most_zeros=2 if typed else 9)
    if len(digits.lstrip("0")) > len(str(MAX_DONG)) or int(digits) > MAX_DONG:
        raise NumberError(Problem.TOO_LARGE, _("Số này lớn quá."))
    return int(digits)


def _digits(bare: str, text: str, example: str, most_zeros: int) -> str:
    if re.fullmatch(r"[0-9]+", bare):
        return bare
    for mark in _MARKS:  # one mark in groups of three stands between thousands
        if re.fullmatch(rf"[1-9][0-9]{{0,2}}(?:{re.escape(mark)}[0-9]{{3}})+", bare):
            return bare.replace(mark, "")
    for thousands, decimal in _FRACTIONS:
        grouped = rf"[1-9][0-9]{{0,2}}(?:{re.escape(thousands)}[0-9]{{3}})+|[0-9]+"
        match = re.fullmatch(rf"({grouped}){re.escape(decimal)}([0-9]+)", bare)
        if match is None:
            continue
        if match[2].strip("0"):
            raise NumberError(
                Problem.FRACTION, _("Chỗ này chỉ nhận số nguyên, ví dụ %(example)s.") % {"example": example}
            )
        if len(match[2]) > most_zeros:  # "50.0000", "1.234,000"
            raise _ambiguous(text, example)
        return match[1].replace(thousands, "")
    raise _not_a_number(text, example)


def _not_a_number(text: str, example: str) -> NumberError:
    return NumberError(Problem.NOT_A_NUMBER, _("Vui lòng ghi bằng chữ số, ví dụ %(example)s.") % {"example": example})


def _ambiguous(text: str, example: str) -> NumberError:
    words = _("Chưa rõ “%(text)s” là bao nhiêu. Vui lòng ghi đủ chữ số, ví dụ %(example)s.")
    return NumberError(Problem.AMBIGUOUS, words % {"text": " ".join(text.split())[:40], "example": example})
