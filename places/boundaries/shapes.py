"""Boundaries as SVG paths: a province with its communes, the country with its provinces and both archipelagos."""

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.conf import settings

from places.boundaries.topojson import Area, Point, Ring, read_areas

BOUNDARIES = settings.BASE_DIR / "data" / "units" / "boundaries"
LONG_SIDE = 1000  # of the drawing, in its own units
SMALLEST = 1.5  # minimum width of an islet: Hoàng Sa and Trường Sa must always be visible

# A map of the country names them (administered by Đà Nẵng and Khánh Hòa); where the words stand, in degrees.
ARCHIPELAGOS = (("Quần đảo Hoàng Sa", (112.0, 15.75)), ("Quần đảo Trường Sa", (113.6, 11.0)))


@dataclass(frozen=True)
class Shapes:
    """A drawing: its view box "0 0 w h", (code, path data) of each unit, and (words, x, y) to write on it."""

    view_box: str
    paths: list[tuple[str, str]]
    labels: list[tuple[str, int, int]]


@lru_cache(maxsize=40)
def province_shapes(province_code: str) -> Shapes:
    """The communes of a province of today. Raises KeyError for a code without boundaries."""
    path = BOUNDARIES / f"{province_code}.topo.json"
    if not (province_code.isascii() and province_code.isdigit() and path.exists()):
        raise KeyError(province_code)
    return _draw(read_areas(path), ())


@lru_cache(maxsize=1)
def country_shapes() -> Shapes:
    """The 34 provinces; Đà Nẵng's path holds Hoàng Sa, Khánh Hòa's holds Trường Sa."""
    return _draw(read_areas(BOUNDARIES / "provinces.topo.json"), ARCHIPELAGOS)


def _draw(areas: list[Area], labels: tuple[tuple[str, Point], ...]) -> Shapes:
    """Plate carrée true at the middle latitude: degrees of longitude shrink by its cosine; north is up."""
    points = [point for area in areas for ring in area.rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = LONG_SIDE / max((east - west) * shrink, north - south)

    def place(point: Point) -> Point:
        return (point[0] - west) * shrink * scale, (north - point[1]) * scale

    width, height = place((east, south))
    paths = [(area.code, "".join(_path([place(point) for point in ring]) for ring in area.rings)) for area in areas]
    words = [(text, round(place(point)[0]), round(place(point)[1])) for text, point in labels]
    return Shapes(f"0 0 {math.ceil(width)} {math.ceil(height)}", paths, words)


def _path(ring: Ring) -> str:
    """A closed ring with one decimal, without repeated points, in relative steps to stay short."""
    corners = [(round(x * 10), round(y * 10)) for x, y in ring]
    corners = [corner for corner, after in pairwise(corners) if corner != after] or corners[:1]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    if len(corners) < 3 or max(max(xs) - min(xs), max(ys) - min(ys)) < SMALLEST * 10:
        return _dot((min(xs) + max(xs)) / 20, (min(ys) + max(ys)) / 20)
    steps = (f"{_tenths(x - before_x)} {_tenths(y - before_y)}" for (before_x, before_y), (x, y) in pairwise(corners))
    return f"M{_tenths(xs[0])} {_tenths(ys[0])}l{' '.join(steps)}z"


def _dot(x: float, y: float) -> str:
    half = SMALLEST / 2
    return f"M{x - half:.1f} {y - half:.1f}h{SMALLEST}v{SMALLEST}h-{SMALLEST}z"


def _tenths(value: int) -> str:
    return str(value // 10) if value % 10 == 0 else f"{value / 10:.1f}"
