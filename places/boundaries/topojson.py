"""TopoJSON as the boundaries keep it: arcs quantised and delta-coded, neighbours sharing them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Point = tuple[float, float]  # longitude, latitude in degrees
Ring = list[Point]


@dataclass(frozen=True)
class Area:
    """The area of one unit: its code and closed rings (islands are separate rings)."""

    code: str
    rings: list[Ring]


def read_areas(path: Path) -> list[Area]:
    """Every unit of the file's one object, in its order. Raises ValueError where a ring does not close."""
    topology = json.loads(path.read_bytes())
    arcs = list(_arcs(topology))
    (collection,) = topology["objects"].values()
    return [_area(geometry, arcs) for geometry in collection["geometries"]]


def _arcs(topology: dict) -> Iterator[Ring]:
    scale_x, scale_y = topology["transform"]["scale"]
    from_x, from_y = topology["transform"]["translate"]
    for deltas in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in deltas:
            x += dx
            y += dy
            points.append((x * scale_x + from_x, y * scale_y + from_y))
        yield points


def _area(geometry: dict, arcs: list[Ring]) -> Area:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = [_ring(indexes, arcs) for polygon in polygons for indexes in polygon]
    if any(ring[0] != ring[-1] for ring in rings):
        raise ValueError(f"a ring of {geometry['id']} does not close")
    return Area(geometry["id"], rings)


def _ring(indexes: list[int], arcs: list[Ring]) -> Ring:
    """Arcs joined end to end; a negative index is the complement's arc in reverse."""
    ring: Ring = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring
