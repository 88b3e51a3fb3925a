"""The layouts of tax papers as dated data: forms, columns, lines and groups, one JSON file for each period.

A new circular is a new file beside these, and a last day in the former one; no code changes.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from core.documents.table import Column, Kind

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Field:
    """A column: its heading, its number on the form, and the fact that it shows."""

    code: str
    title: str
    value: str
    width: int
    kind: Kind

    def as_column(self) -> Column:
        return Column(f"{self.title}\n{self.code}" if self.code else self.title, self.width, self.kind)


@dataclass(frozen=True)
class Line:
    """A line of a summary: the categories that it sums."""

    code: str
    name: str
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    number: str  # "01-1/BK-CNKD-TMĐT"
    title: str
    fields: tuple[Field, ...]
    lines: tuple[Line, ...] = ()

    def columns(self) -> list[Column]:
        return [field.as_column() for field in self.fields]


@dataclass(frozen=True)
class Layout:
    """The papers of a period, by the first and the last day of the months that they are for."""

    code: str
    effective_from: date
    effective_to: date | None
    legal_basis: str
    is_reference: bool  # not verified as the official form: every paper is marked "Mẫu tham khảo"
    note: str
    groups: dict[str, str]  # category → "01 Hàng hóa"
    exempt_in_list: bool  # exempt produce is listed among the lines; else in an annex
    exempt_title: str
    exempt_note: str
    monthly_list: Form
    monthly_summary: Form
    payment_list: Form
    subsections: dict[str, str]  # "vat" → "1701 – Thuế GTGT"
    certificate: Form


def layout_for(day: date) -> Layout:
    """The layout in force on a day. LookupError for a day before the first."""
    for layout in layouts():
        if layout.effective_from <= day and (layout.effective_to is None or day <= layout.effective_to):
            return layout
    raise LookupError(f"no layout of tax papers for {day}")


@cache
def layouts() -> tuple[Layout, ...]:
    """All of them, the oldest first."""
    read = (_layout(json.loads(path.read_text(encoding="utf-8"))) for path in _FOLDER.glob("*.json"))
    return tuple(sorted(read, key=lambda layout: layout.effective_from))


def _layout(row: dict[str, Any]) -> Layout:
    names = {group["category"]: f"{group['code']} {group['name']}" for group in row["groups"]}
    codes = {group["code"]: group["name"] for group in row["groups"]}
    exempt = row["exempt"]
    names["exempt"] = f"{exempt['group']} {codes[exempt['group']]}"
    return Layout(
        code=row["code"],
        effective_from=date.fromisoformat(row["effective_from"]),
        effective_to=date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
        legal_basis=row["legal_basis"],
        is_reference=row["is_reference"],
        note=row["note"],
        groups=names,
        exempt_in_list={"annex": False, "list": True}[exempt["listed"]],
        exempt_title=exempt["title"],
        exempt_note=exempt["note"],
        monthly_list=_form(row["monthly_list"]),
        monthly_summary=_form(row["monthly_summary"]),
        payment_list=_form(row["payment_list"]),
        subsections=row["payment_list"]["subsections"],
        certificate=_form(row["certificate"]),
    )


def _form(row: dict[str, Any]) -> Form:
    return Form(
        number=row["number"],
        title=row["title"],
        fields=tuple(
            Field(column["code"], column["title"], column["value"], column["width"], Kind(column["kind"]))
            for column in row["columns"]
        ),
        lines=tuple(Line(line["code"], line["name"], tuple(line["categories"])) for line in row.get("lines", ())),
    )
