"""Parse input of forms and URLs into values or None: invalid input never breaks a page."""

from django.utils.translation import gettext_lazy as _

from core.cleaning import clean_line
from core.errors import DomainError
from core.numbers import NumberError, Problem, read_count


def whole(text: str | None) -> int | None:
    """A whole number as people type it ("3", " 12 ", "−1"); None for anything else or too long to be meant."""
    bare = (text or "").strip().replace("−", "-")
    digits = bare.removeprefix("-")
    if len(bare) > 12 or not (digits.isascii() and digits.isdecimal()):
        return None
    return int(bare)


def quantity(text: str | None) -> int | None:
    """The number of pieces, as people type it ("3", "1.000"); None for a blank text. Raises DomainError."""
    try:
        return read_count(text or "", signed=True)  # the services refuse a number below one
    except NumberError as error:
        if error.problem == Problem.NOT_A_NUMBER:
            raise DomainError(_("Số lượng phải là một con số, từ 1 trở lên."), field="quantity") from error
        raise DomainError(str(error), field="quantity") from error


def short(text: str | None, limit: int = 200) -> str:
    """One line, composed and trimmed, without characters that no one types, at most `limit` characters."""
    return clean_line((text or "")[: limit * 4])[:limit]


def same_name(one: str, other: str) -> bool:
    """Whether two names read the same, diacritics included, whatever their case and blanks."""
    return short(one).casefold() == short(other).casefold()
