"""A map of units in five steps, as CSS classes: lightness shows the order, also in grey print."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from indicators.reports.queries import Breakdown
from places.boundaries.shapes import Shapes

STEPS = 5


@dataclass(frozen=True)
class Shape:
    """One unit: its outline, its step ("none" without a value), its label and its link."""

    path: str
    step: str
    text: str
    code: str


@dataclass(frozen=True)
class Band:
    step: str
    text: str


@dataclass(frozen=True)
class Map:
    view_box: str
    shapes: list[Shape]
    labels: list[tuple[str, int, int]]
    bands: list[Band]


def draw(
    shapes: Shapes, parts: list[Breakdown], code: str, format_value: Callable[[int], str], tick: Callable[[int], str]
) -> Map:
    """The map of an indicator; `format_value` formats a value, `tick` a limit in the legend."""
    values = {part.code: _value(part, code) for part in parts}
    share = any(part.figures[code].is_share for part in parts if code in part.figures)
    limits = _limits([value for value in values.values() if value is not None], share=share)
    names = {part.code: part.name for part in parts}

    def shape(unit_code: str, path: str) -> Shape:
        value = values.get(unit_code)
        text = f"{names.get(unit_code, '')}: {'–' if value is None else format_value(value)}"
        return Shape(path, "none" if value is None else str(_step(value, limits)), text, unit_code)

    return Map(
        view_box=shapes.view_box,
        shapes=[shape(unit_code, path) for unit_code, path in shapes.paths],
        labels=shapes.labels,
        bands=[Band(str(step), f"{tick(low)} – {tick(high)}") for step, (low, high) in enumerate(_bands(limits))],
    )


def _value(part: Breakdown, code: str) -> int | None:
    """A unit without a single sale is left blank rather than painted as zero."""
    figure = part.figures.get(code)
    return figure.value if figure and part.sales else None


def _limits(values: list[int], *, share: bool) -> list[int]:
    """Six limits of five equal steps; shares always from 0 to 100%, so that months can be compared."""
    if share:
        return [0, 2000, 4000, 6000, 8000, 10_000]
    top = max([STEPS, *values])
    return [top * step // STEPS for step in range(STEPS + 1)]


def _step(value: int, limits: list[int]) -> int:
    return sum(value >= limit for limit in limits[1:STEPS])


def _bands(limits: list[int]) -> list[tuple[int, int]]:
    return list(pairwise(limits))
