"""The remaining time or the delay, as relative text."""

from datetime import datetime, timedelta

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock

register = template.Library()


@register.filter
def time_left(when: datetime | None) -> str:
    """The time that is left: "còn 3 giờ", "còn 2 ngày"; past it "trễ 40 phút"."""
    if when is None:
        return ""
    left = when - clock.now()
    span = _span(abs(left))
    return _("còn %(span)s") % {"span": span} if left > timedelta() else _("trễ %(span)s") % {"span": span}


def _span(length: timedelta) -> str:
    minutes = max(int(length.total_seconds() // 60), 1)
    if minutes < 60:
        return ngettext("%(n)d phút", "%(n)d phút", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)d giờ", "%(n)d giờ", hours) % {"n": hours}
    days = hours // 24
    return ngettext("%(n)d ngày", "%(n)d ngày", days) % {"n": days}
