"""A line chart over months, drawn on the server: the geometry of an SVG without script or inline style."""

from collections.abc import Callable
from dataclasses import dataclass

from frontend.templatetags.formatting import month_short
from indicators.figures.queries import TrendPoint

WIDTH, HEIGHT = 440, 230
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 26, 30
_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    text: str
    anchor: str  # the position of the label beside the dot, so that it stays inside the picture


@dataclass(frozen=True)
class Chart:
    """Everything a template needs; coordinates in the view box's units."""

    view_box: str
    lines: list[str]  # one polyline a run of months that have a value
    dots: list[Dot]  # all values; only the last one is labelled
    rows: list[Tick]
    columns: list[Tick]
    left: int
    right: int
    bottom: int
    last: Dot
    target: Tick | None


def draw(
    trend: list[TrendPoint],
    format_value: Callable[[int], str],
    *,
    share: bool,
    tick: Callable[[int], str] | None = None,
) -> Chart | None:
    """The chart of a trend; None where no month has a value. `format_value` is for values, `tick` for the axis."""
    tick = tick or format_value
    values = [point.value for point in trend if point.value is not None]
    if not values:
        return None
    target = trend[-1].target
    low, high, step = _scale([*values, *([target] if target is not None else [])], share=share)

    def x(index: int) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * index / max(1, len(trend) - 1), 1)

    def y(amount: int) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - (amount - low) / (high - low)), 1)

    dots = [
        Dot(x(i), y(p.value), format_value(p.value), "end" if i > len(trend) - 3 else "middle")
        for i, p in enumerate(trend)
        if p.value is not None
    ]
    return Chart(
        view_box=f"0 0 {WIDTH} {HEIGHT}",
        lines=[" ".join(f"{x(i)},{y(v)}" for i, v in run) for run in _runs(trend) if len(run) > 1],
        dots=dots,
        rows=[Tick(y(amount), tick(amount)) for amount in range(low, high + 1, step)],
        columns=[Tick(x(i), month_short(point.month.month)) for i, point in enumerate(trend)],
        left=LEFT,
        right=WIDTH - RIGHT,
        bottom=HEIGHT - BOTTOM,
        last=dots[-1],
        target=None if target is None else Tick(y(target), tick(target)),
    )


def _runs(trend: list[TrendPoint]) -> list[list[tuple[int, int]]]:
    """The months with values, split at months without one: a gap is not a zero."""
    runs: list[list[tuple[int, int]]] = [[]]
    for index, point in enumerate(trend):
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append((index, point.value))
    return runs


def _scale(values: list[int], *, share: bool) -> tuple[int, int, int]:
    """Lowest and highest grid line and the step. Shares are limited to tens of percent, amounts start at zero."""
    if share:
        low, high = min(values) // 1000 * 1000, min(10_000, -(-max(values) // 1000) * 1000)
        low = max(0, min(low, high - 2000))
        high = max(high, low + 2000)
        return low, high, 1000 if high - low <= 4000 else 2000
    low, high = min(0, *values), max(1, *values)
    step = _nice(-(-(high - low) // 4))
    return low // step * step, -(-high // step) * step, step


def _nice(size: int) -> int:
    """The least of 1, 2, 5, 10, 20 … that is not below `size`."""
    magnitude = 1
    while True:
        for step in _STEPS:
            if step * magnitude >= size:
                return step * magnitude
        magnitude *= 10
