"""Maps: a path for every unit, closed arcs, north up, both archipelagos on the country's map."""

import json
import re

import pytest

from places.boundaries.shapes import BOUNDARIES, SMALLEST, country_shapes, province_shapes
from places.boundaries.topojson import read_areas


def boxes(path: str) -> list[tuple[float, float, float, float]]:
    """left, top, right, bottom of each ring of a path (M l z and M h v h z)."""
    result = []
    for ring in path.rstrip("z").split("z"):
        start, steps = re.match(r"M([\d. -]+)(.*)", ring).groups()
        x, y = map(float, start.split())
        xs, ys = [x], [y]
        if steps.startswith("l"):
            numbers = list(map(float, steps[1:].split()))
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + dx, y + dy
                xs.append(x)
                ys.append(y)
        else:
            xs, ys = [x, x + SMALLEST], [y, y + SMALLEST]
        result.append((min(xs), min(ys), max(xs), max(ys)))
    return result


def test_dong_thap_has_102_paths_inside_its_view_box() -> None:
    shapes = province_shapes("82")
    assert len(shapes.paths) == len({code for code, _ in shapes.paths}) == 102
    assert shapes.view_box == "0 0 1000 527"
    for code, path in shapes.paths:
        for left, top, right, bottom in boxes(path):
            assert -0.1 <= left < right <= 1000.1, code
            assert -0.1 <= top < bottom <= 527.1, code
    assert sum(len(path) for _, path in shapes.paths) < 60_000


def test_north_is_up_and_east_is_right() -> None:
    """Hồng Ngự lies in the north-west of the province, Gò Công in the east, Mỹ Thọ between."""
    paths = dict(province_shapes("82").paths)
    hong_ngu, go_cong, my_tho = (boxes(paths[code])[0] for code in ("29954", "28297", "30076"))
    assert hong_ngu[1] < my_tho[1] < go_cong[1]
    assert hong_ngu[0] < my_tho[0] < go_cong[0]


@pytest.mark.parametrize("path", sorted(BOUNDARIES.glob("*.topo.json")), ids=lambda path: path.name[:2])
def test_every_ring_closes(path) -> None:
    """read_areas refuses one that does not; neighbours share arcs, so one bad arc would break several."""
    areas = read_areas(path)
    assert all(ring[0] == ring[-1] and len(ring) >= 4 for area in areas for ring in area.rings)


def test_boundaries_and_units_have_the_same_codes() -> None:
    units = (BOUNDARIES.parent / "units-2026-07.csv").read_text(encoding="utf-8").splitlines()[1:]
    listed = {line.split(",")[0]: line.rsplit(",", 1)[1] for line in units}
    provinces = [code for code, parent in listed.items() if not parent]
    assert {code for code, _ in country_shapes().paths} == set(provinces)
    drawn = {code: province for province in provinces for code, _ in province_shapes(province).paths}
    assert drawn == {code: parent for code, parent in listed.items() if parent}


def test_country_map_shows_hoang_sa_and_truong_sa() -> None:
    shapes = country_shapes()
    assert len(shapes.paths) == 34
    width, height = map(int, shapes.view_box.split()[2:])
    paths = dict(shapes.paths)
    da_nang, khanh_hoa = boxes(paths["48"]), boxes(paths["56"])
    assert len(da_nang) == 53
    assert len(khanh_hoa) == 164
    mainland = max(box[2] for box in boxes(paths["52"]))  # Gia Lai's coast
    assert sum(box[0] > mainland + 50 for box in da_nang) > 20  # far out at sea: Hoàng Sa
    assert sum(box[1] > height * 0.6 and box[0] > mainland for box in khanh_hoa) > 100  # Trường Sa
    assert all(right - left >= 0.9 or bottom - top >= 0.9 for left, top, right, bottom in da_nang + khanh_hoa)
    assert [(text, 0 < x < width, 0 < y < height) for text, x, y in shapes.labels] == [
        ("Quần đảo Hoàng Sa", True, True),
        ("Quần đảo Trường Sa", True, True),
    ]


def test_province_of_islands_includes_its_special_zone() -> None:
    assert "20333" in dict(province_shapes("48").paths)
    assert "22736" in dict(province_shapes("56").paths)


@pytest.mark.parametrize("code", ["83", "", "..", "provinces", "../82"])
def test_unknown_province_is_refused(code: str) -> None:
    with pytest.raises(KeyError):
        province_shapes(code)


def test_open_ring_is_refused(tmp_path) -> None:
    file = tmp_path / "broken.topo.json"
    file.write_text(
        json.dumps(
            {
                "transform": {"scale": [1, 1], "translate": [0, 0]},
                "arcs": [[[0, 0], [1, 0], [0, 1]]],
                "objects": {"communes": {"geometries": [{"type": "Polygon", "id": "00001", "arcs": [[0]]}]}},
            }
        )
    )
    with pytest.raises(ValueError, match="00001"):
        read_areas(file)
