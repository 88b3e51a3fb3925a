"""The committed sources of administrative units as plain rows; data/units/NOTICE.md names their origin."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings

UNITS = settings.BASE_DIR / "data" / "units"

# The old source has the last state before the reform without its first day: its rows begin with that half year.
OLD_FROM = date(2025, 1, 1)
REFORM = date(2025, 7, 1)
CITY = date(2026, 4, 30)  # Đồng Nai becomes a city; ten of its communes are wards in the list of 25/7/2026

OLD_BASIS = "Ba cấp hành chính, đến hết 30/6/2025"
REFORM_BASIS = "Quyết định 19/2025/QĐ-TTg"
CITY_BASIS = "Nghị quyết 30/2026/QH16"

Key = tuple[str, date]  # code and first day, which identify a unit in the sources


@dataclass(frozen=True)
class UnitRow:
    code: str
    level: str
    kind: str
    name: str
    parent: Key | None
    valid_from: date
    valid_to: date | None
    legal_basis: str
    latitude: float | None
    longitude: float | None

    @property
    def key(self) -> Key:
        return self.code, self.valid_from

    @property
    def full_name(self) -> str:
        return f"{self.kind} {self.name}"


def read_units() -> list[UnitRow]:
    """Every unit, old and new, parents before children."""
    rows = [*_earlier_units(), *_old_units(), *_new_units()]
    order = {"province": 0, "district": 1, "commune": 2}
    return sorted(rows, key=lambda row: (order[row.level], row.valid_from, row.code))


def read_successions() -> list[tuple[Key, Key]]:
    """Successions: before the reform, in the reform, and where Đồng Nai and its communes changed their kind in 2026."""
    changed = {row["code"] for row in _csv("changes-2026-04.csv")}
    pairs = [
        ((row["code"], date.fromisoformat(row["valid_from"])), (row["successor_code"], OLD_FROM))
        for row in _csv("earlier-units.csv")
        if row["successor_code"]
    ]
    pairs += [((row["old_code"], OLD_FROM), (row["new_code"], REFORM)) for row in _csv("successions-2025-07.csv")]
    return pairs + [((code, REFORM), (code, CITY)) for code in sorted(changed)]


def _earlier_units() -> Iterator[UnitRow]:
    """Communes that ended or were renamed before the list of 30/6/2025, and districts that it does not contain."""
    for row in _csv("earlier-units.csv"):
        yield UnitRow(
            code=row["code"],
            level=row["level"],
            kind=row["kind"],
            name=row["name"],
            parent=(row["parent_code"], date.fromisoformat(row["parent_from"])),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]),
            legal_basis=row["legal_basis"],
            latitude=None,
            longitude=None,
        )


def _old_units() -> Iterator[UnitRow]:
    for row in _csv("units-2025-06.csv"):
        yield UnitRow(
            code=row["code"],
            level=row["level"],
            kind=row["kind"],
            name=row["name"],
            parent=(row["parent_code"], OLD_FROM) if row["parent_code"] else None,
            valid_from=OLD_FROM,
            valid_to=REFORM,
            legal_basis=OLD_BASIS,
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
        )


def _new_units() -> Iterator[UnitRow]:
    centres = {row["code"]: (float(row["latitude"]), float(row["longitude"])) for row in _csv("centres-2026-07.csv")}
    before = {row["code"]: row for row in _csv("changes-2026-04.csv")}
    for row in _csv("units-2026-07.csv"):
        code, province = row["code"], row["province_code"]
        latitude, longitude = centres.get(code, (None, None))

        def unit(kind: str, name: str, first: date, last: date | None, parent_first: date, basis: str) -> UnitRow:
            parent = (province, parent_first) if province else None  # noqa: B023 (called in the same iteration)
            return UnitRow(code, row["level"], kind, name, parent, first, last, basis, latitude, longitude)  # noqa: B023

        parent_now = CITY if province in before else REFORM
        if was := before.get(code):
            yield unit(was["kind"], was["name"], REFORM, CITY, REFORM, REFORM_BASIS)
            yield unit(row["kind"], row["name"], CITY, None, parent_now, CITY_BASIS)
        else:
            yield unit(row["kind"], row["name"], REFORM, None, parent_now, REFORM_BASIS)


def _csv(name: str) -> list[dict[str, str]]:
    with (UNITS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
