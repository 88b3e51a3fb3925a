"""How long there is still, or how late it is, as a person would say it."""

from datetime import datetime, timedelta

from django import template
from django.utils.translation import gettext as _

from core import clock

register = template.Library()


@register.filter
def time_left(when: datetime | None) -> str:
    """ "còn 3 giờ", "còn 2 ngày"; past it "trễ 40 phút"."""
    if when is None:
        return ""
    left = when - clock.now()
    span = _span(abs(left))
    return _("còn %(span)s") % {"span": span} if left > timedelta() else _("trễ %(span)s") % {"span": span}


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return _("%(n)d phút") % {"n": max(minutes, 1)}
    if minutes < 48 * 60:
        return _("%(n)d giờ") % {"n": minutes // 60}
    return _("%(n)d ngày") % {"n": minutes // (24 * 60)}
