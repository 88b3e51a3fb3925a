"""Formatting of numbers, money, dates and phone numbers, and icons.

These are the template engine's builtins: no page loads them.
"""

from datetime import date, datetime, timedelta

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from core import clock
from core.identifiers import group_order_code
from core.money import format_dong, group
from core.template_loader import constant_tag

register = template.Library()

_NBSP = "\u00a0"
_MINUS = "−"
_SIZES = ((10**9, gettext_lazy("tỷ đ")), (10**6, gettext_lazy("triệu đ")))
MONTHS = (
    pgettext_lazy("month", "1"),
    pgettext_lazy("month", "2"),
    pgettext_lazy("month", "3"),
    pgettext_lazy("month", "4"),
    pgettext_lazy("month", "5"),
    pgettext_lazy("month", "6"),
    pgettext_lazy("month", "7"),
    pgettext_lazy("month", "8"),
    pgettext_lazy("month", "9"),
    pgettext_lazy("month", "10"),
    pgettext_lazy("month", "11"),
    pgettext_lazy("month", "12"),
)
_SHORT_MONTHS = (
    pgettext_lazy("month", "T1"),
    pgettext_lazy("month", "T2"),
    pgettext_lazy("month", "T3"),
    pgettext_lazy("month", "T4"),
    pgettext_lazy("month", "T5"),
    pgettext_lazy("month", "T6"),
    pgettext_lazy("month", "T7"),
    pgettext_lazy("month", "T8"),
    pgettext_lazy("month", "T9"),
    pgettext_lazy("month", "T10"),
    pgettext_lazy("month", "T11"),
    pgettext_lazy("month", "T12"),
)


def _decimal(value: int, scale: int, digits: int, *, keep_zeros: bool = False) -> str:
    """`value / scale` with at most `digits` decimals, half away from zero, in integers all the way."""
    unit = 10**digits
    scaled = (abs(value) * unit * 2 + scale) // (scale * 2)
    text = group(scaled // unit)
    if rest := f"{scaled % unit:0{digits}d}" if digits else "":
        rest = rest if keep_zeros else rest.rstrip("0")
    sign = _MINUS if value < 0 and scaled else ""
    return sign + text + (pgettext("before decimals", ",") + rest if rest else "")


@register.filter
def dong(amount: int | None) -> str:
    """245000 → "245.000 đ"; nothing for None."""
    return "" if amount is None else format_dong(amount)


@register.filter
def compact(amount: int | None) -> str:
    """1920000000 → "1,92 tỷ đ", 12500000 → "12,5 triệu đ"; below a million in full."""
    if amount is None:
        return ""
    for size, name in _SIZES:
        if abs(amount) >= size:
            return f"{_decimal(amount, size, 2)}{_NBSP}{name}"
    return format_dong(amount)


@register.filter
def number(count: int | None) -> str:
    """5214 → "5.214", with a true minus sign."""
    return "" if count is None else group(count)


@register.filter
def percent(basis_points: int | None) -> str:
    """9100 hundredths of a percent → "91,0%"."""
    return "" if basis_points is None else _decimal(basis_points, 100, 1, keep_zeros=True) + "%"


@register.filter
def weight(grams: int | None) -> str:
    """5000 → "5 kg", 500 → "500 g", 1250 → "1,25 kg"."""
    if grams is None:
        return ""
    return f"{group(grams)}{_NBSP}g" if abs(grams) < 1000 else f"{_decimal(grams, 1000, 2)}{_NBSP}kg"


@register.filter
def per_kg(price: int | None, net_weight_g: int | None) -> str:
    """245000 for 5000 g → "49.000 đ/kg", to the nearest đồng; nothing where the weight is not known."""
    if price is None or not net_weight_g:
        return ""
    return format_dong((price * 2000 + net_weight_g) // (net_weight_g * 2)) + "/kg"


@register.filter
def phone(digits: str | None) -> str:
    """0912345678 → "0912 345 678"."""
    if not digits:
        return ""
    if len(digits) == 10 and digits.isdigit():
        return _NBSP.join((digits[:4], digits[4:7], digits[7:]))
    return digits


@register.filter
def order_code(symbols: str | None) -> str:
    """7K2P9DXM4H → "7K2P-9DXM-4H"; what is grouped already stays."""
    if not symbols:
        return ""
    return group_order_code(symbols) if len(symbols) == 10 and "-" not in symbols else symbols


def _as_day(when: date | datetime) -> date:
    return clock.local(when).date() if isinstance(when, datetime) else when


_WEEKDAYS = (
    gettext_lazy("thứ Hai"),
    gettext_lazy("thứ Ba"),
    gettext_lazy("thứ Tư"),
    gettext_lazy("thứ Năm"),
    gettext_lazy("thứ Sáu"),
    gettext_lazy("thứ Bảy"),
    gettext_lazy("Chủ nhật"),
)
_NEAR_DAYS = {0: gettext_lazy("hôm nay"), -1: gettext_lazy("hôm qua"), 1: gettext_lazy("ngày mai")}


@register.filter
def day(when: date | datetime | None) -> str:
    """24 Nov 2026 → "thứ Ba 24/11"; with the year where it is not this one."""
    if when is None:
        return ""
    which = _as_day(when)
    year = "" if which.year == clock.today().year else f"/{which.year}"
    return f"{_WEEKDAYS[which.weekday()]} {which.day:02d}/{which.month:02d}{year}"


@register.filter
def full_day(when: date | datetime | None) -> str:
    """24 Nov 2026 → "24/11/2026"."""
    return "" if when is None else f"{_as_day(when):%d/%m/%Y}"


@register.filter
def after_days(days: int) -> date:
    """The day so many days from today: goods prepared in 2 days leave then."""
    return clock.today() + timedelta(days=days)


@register.filter
def short_day(when: date | datetime | None) -> str:
    """24 Nov 2026 → "24/11", where there is no room for more."""
    return "" if when is None else f"{_as_day(when):%d/%m}"


@register.filter
def moment(when: datetime | None) -> str:
    """A moment, "16:05 22/11/2026", on a clock in Việt Nam."""
    return "" if when is None else f"{clock.local(when):%H:%M %d/%m/%Y}"


@register.filter
def clock_time(when: datetime | None) -> str:
    """A time, "16:05", on a clock in Việt Nam, where the day is known."""
    return "" if when is None else f"{clock.local(when):%H:%M}"


@register.filter
def relative_day(when: date | datetime | None) -> str:
    """A day: "hôm nay", "hôm qua", "ngày mai" where people would say so, else "thứ Ba 24/11"."""
    if when is None:
        return ""
    near = _NEAR_DAYS.get((_as_day(when) - clock.today()).days)
    return str(near) if near else day(when)


@register.filter
def relative_moment(when: datetime | None) -> str:
    """A moment: "16:05 hôm nay", "16:05 hôm qua", else "16:05 22/11/2026"."""
    if when is None:
        return ""
    if abs(_as_day(when) - clock.today()) <= timedelta(days=1):
        return f"{clock.local(when):%H:%M} {relative_day(when)}"
    return moment(when)


@register.filter
def days_to(first: date | None, last: date | None) -> str:
    """25 and 26 Nov → "25–26/11"; over a month's end "30/11–01/12"; one day alone as "25/11"."""
    if first is None or last is None:
        return ""
    if first == last:
        return f"{last:%d/%m}"
    start = f"{first:%d}" if (first.year, first.month) == (last.year, last.month) else f"{first:%d/%m}"
    return f"{start}–{last:%d/%m}"


@register.filter
def months(numbers: list[int] | None) -> str:
    """[12, 1, 2, 6] → "tháng 12–2, 6": runs closed up, over the year's end too; nothing for all year."""
    numbers_sorted = sorted(set(numbers or []))
    if not numbers_sorted or len(numbers_sorted) == 12:
        return ""
    starts = [m for m in numbers_sorted if (m - 2) % 12 + 1 not in numbers_sorted]
    runs = []
    for start in starts:
        end = start
        while end % 12 + 1 in numbers_sorted:
            end = end % 12 + 1
        runs.append(month_name(start) if start == end else f"{month_name(start)}–{month_name(end)}")
    return _("tháng %(months)s") % {"months": ", ".join(runs)}


@register.filter
def month_name(number: int) -> str:
    """11 → "11" after the word "tháng", "November" in English."""
    return str(MONTHS[number - 1])


@register.filter
def month_short(number: int) -> str:
    """11 → "T11", where there is no room for more; "Nov" in English."""
    return str(_SHORT_MONTHS[number - 1])


@register.filter
def month_year(month: date) -> str:
    """Nov 2026 → "11/2026" after the word "tháng", "November 2026" in English."""
    return pgettext("month", "%(month)s/%(year)s") % {"month": month_name(month.month), "year": month.year}


@register.filter
def translated(name: str | None) -> str:
    """A name stored in the data (a category, a method, an indicator) in the reader's language, if translated.

    Names changed by sellers are not translated.
    """
    return _(name) if name else ""


@register.simple_tag
@constant_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon of the sprite; always beside its text, so it is hidden from screen readers."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        f" {extra}" if extra else "",
        static("icons.svg"),
        name,
    )
