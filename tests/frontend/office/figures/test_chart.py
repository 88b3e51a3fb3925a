"""The chart's geometry: gaps stay gaps, lines stay inside."""

from datetime import date

from frontend.office.figures.chart import BOTTOM, HEIGHT, TOP, draw
from indicators.figures.queries import TrendPoint


def points(*values: int | None, target: int | None = None) -> list[TrendPoint]:
    return [TrendPoint(date(2026, 1 + i, 1), value, value or 0, None, target) for i, value in enumerate(values)]


def test_series_without_values_has_no_chart() -> None:
    assert draw(points(None, None), str, share=True) is None


def test_missing_month_splits_the_line() -> None:
    chart = draw(points(1, 2, None, 4, 5, None, 7), str, share=False)

    assert len(chart.lines) == 2
    assert len(chart.dots) == 5
    assert [tick.text for tick in chart.columns] == ["T1", "T2", "T3", "T4", "T5", "T6", "T7"]


def test_axis_of_shares_ends_at_100_percent() -> None:
    chart = draw(points(9100, 9900, target=8000), str, share=True)

    assert [tick.text for tick in chart.rows] == ["8000", "9000", "10000"]
    assert chart.target.at == HEIGHT - BOTTOM
    assert min(dot.y for dot in chart.dots) >= TOP


def test_axis_of_amounts_includes_zero() -> None:
    assert [tick.text for tick in draw(points(0, 400_000), str, share=False).rows] == [
        "0", "100000", "200000", "300000", "400000",
    ]  # fmt: skip
    assert [tick.text for tick in draw(points(-30, 50), str, share=False).rows] == ["-40", "-20", "0", "20", "40", "60"]
    assert [tick.text for tick in draw(points(0), str, share=False).rows] == ["0", "1"]
