"""Figures for pages: the value, its parts, its change, and its difference to the target."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.office.figures import chart
from frontend.templatetags.formatting import compact, dong, month_name, number, percent, translated
from indicators.figures.queries import Figure, TrendPoint
from indicators.reports.queries import Breakdown

# The columns of every breakdown table; an indicator not defined in the month has none.
SHARE, SALES, SELLERS = "cashless_share_count", "online_sales_value", "active_sellers"


@dataclass(frozen=True)
class FigureCard:
    """A figure for its card; `tone` is the tag's: good, warn or nothing."""

    figure: Figure
    value: str
    made_of: str
    target: str
    tag: str
    tone: str
    change: str


def value_of(figure: Figure) -> str:
    return value(figure.value, figure)


def value(amount: int | None, figure: Figure) -> str:
    """The amount in the figure's unit; a dash without a value."""
    if amount is None:
        return "–"
    if figure.is_share:
        return percent(amount)
    return compact(amount) if figure.counts == "dong" else number(amount)


def tick(amount: int, figure: Figure) -> str:
    """The amount beside an axis or in a legend: "80%" instead of "80,0%"."""
    return _whole(value(amount, figure))


def _whole(share: str) -> str:
    """Without a trailing zero decimal, in either language."""
    return share.replace(",0%", "%").replace(".0%", "%")


def exact(amount: int, figure: Figure) -> str:
    """A part in full, without abbreviation."""
    return dong(amount) if figure.counts == "dong" else number(amount)


def present_figure(figure: Figure, month_before: int) -> FigureCard:
    """`month_before` is the number of the month with which the change compares."""
    tag, tone = _status_tag(figure)
    target = figure.definition.target
    return FigureCard(
        figure=figure,
        value=value_of(figure),
        made_of=_made_of(figure),
        target="" if target is None else _("mục tiêu %(value)s") % {"value": value(target, figure)},
        tag=tag,
        tone=tone,
        change=_change(figure, month_before),
    )


def points(basis_points: int) -> str:
    """1100 → "11 điểm", 850 → "8,5 điểm": the difference of two shares is in percentage points."""
    return _("%(count)s điểm") % {"count": _whole(percent(abs(basis_points))).removesuffix("%")}


def difference(amount: int, figure: Figure) -> str:
    """The size of a difference, without its sign."""
    if figure.is_share:
        return points(amount)
    if figure.counts == "dong":
        return compact(abs(amount))
    sellers = abs(amount)
    return ngettext("%(count)s người bán", "%(count)s người bán", sellers) % {"count": number(sellers)}


def signed(amount: int | None, figure: Figure) -> str:
    """A change for a table's cell: "+8,0", "−2,5" (points, for a share), "+1,2 triệu đ"; a dash for none."""
    if amount is None:
        return "–"
    if amount == 0:
        return "0"
    size = abs(amount)
    if figure.is_share:
        return ("+" if amount > 0 else "−") + percent(size).removesuffix("%")
    return ("+" if amount > 0 else "−") + (compact(size) if figure.counts == "dong" else number(size))


def made_of_point(point: TrendPoint, figure: Figure) -> str:
    """A month's numerator / denominator; nothing if the value is the numerator."""
    if point.denominator is None:
        return ""
    return f"{exact(point.numerator, figure)} / {exact(point.denominator, figure)}"


def heads(figures: list[Figure]) -> list[str]:
    """The columns of a breakdown table: the share by count, its change, the amount, the sellers."""
    codes = {figure.definition.code for figure in figures}
    named = {
        SHARE: [_("Không tiền mặt"), _("So tháng trước, điểm")],
        SALES: [_("Doanh số")],
        SELLERS: [_("Người bán có đơn")],
    }
    return [head for code, names in named.items() if code in codes for head in names]


def columns(part: Breakdown) -> list[str]:
    """The same columns for one part."""
    cells = []
    if share := part.figures.get(SHARE):
        cells += [value_of(share), signed(share.change, share)]
    if sales := part.figures.get(SALES):
        cells.append(value_of(sales))
    if sellers := part.figures.get(SELLERS):
        cells.append(f"{number(sellers.numerator)} / {number(sellers.denominator or 0)}")
    return cells


def finding(name: str, figure: Figure, trend: list[TrendPoint]) -> str:
    """A chart's title, which summarizes the last twelve months."""
    values = [point.value for point in trend if point.value is not None]
    if not any(point.numerator or point.denominator for point in trend):
        return _("%(name)s: chưa có giao dịch trong %(count)s tháng") % {"name": name, "count": len(trend)}
    last = trend[-1].value
    if last is None:
        return _("%(name)s: tháng này chưa có gì để tính") % {"name": name}
    params = {"name": name, "value": value(last, figure)}
    if len(values) > 2 and last > max(values[:-1]):
        return _("%(name)s: %(value)s, cao nhất trong 12 tháng") % params
    if figure.change:
        params["size"] = difference(figure.change, figure)
        if figure.change > 0:
            return _("%(name)s: %(value)s, tăng %(size)s so với tháng trước") % params
        return _("%(name)s: %(value)s, giảm %(size)s so với tháng trước") % params
    return f"{name}: {params['value']}"


def _made_of(figure: Figure) -> str:
    if figure.denominator is None:
        return exact(figure.numerator, figure)
    parts = {"n": exact(figure.numerator, figure), "d": exact(figure.denominator, figure)}
    if figure.counts == "sales":
        return _("%(n)s / %(d)s giao dịch") % parts
    if figure.counts == "sellers":
        return _("%(n)s / %(d)s người bán trên sàn") % parts
    return f"{parts['n']} / {parts['d']}"


def _status_tag(figure: Figure) -> tuple[str, str]:
    if figure.value is None:
        return _("chưa có giao dịch"), ""
    beyond = figure.beyond_target
    if beyond is not None:
        if beyond < 0:
            return _("thiếu %(size)s") % {"size": difference(beyond, figure)}, "warn"
        if beyond == 0:
            return _("đạt mục tiêu"), "good"
        return _("vượt mục tiêu %(size)s") % {"size": difference(beyond, figure)}, "good"
    if not figure.is_share and figure.part is not None:
        return percent(figure.part), ""
    return "", ""


def _change(figure: Figure, month_before: int) -> str:
    change = figure.change
    if figure.is_new:
        return _("cách tính mới từ tháng này, không so với tháng trước")
    if change is None:
        return ""
    params = {"size": difference(change, figure), "month": month_name(month_before)}
    if change == 0:
        return _("bằng tháng %(month)s") % params
    if change > 0:
        return _("tăng %(size)s so với tháng %(month)s") % params
    return _("giảm %(size)s so với tháng %(month)s") % params


def trend_of(figure: Figure, trend: list[TrendPoint]) -> dict[str, object]:
    """The context of a trend's chart and table."""
    return {
        "chart": chart.draw(
            trend,
            lambda amount: value(amount, figure),
            share=figure.is_share,
            tick=lambda amount: tick(amount, figure),
        ),
        "chart_title": finding(translated(figure.definition.name), figure, trend),
        "trend": [(point, value(point.value, figure), made_of_point(point, figure)) for point in trend],
    }
