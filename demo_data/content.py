"""Reads data/pilot into plain rows. A mistake in it fails here, before anything is written."""

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from catalog.validation import VariantInput

PILOT = settings.BASE_DIR / "data" / "pilot"


@dataclass(frozen=True)
class CategoryRow:
    slug: str
    name: str
    ocop_group: int


@dataclass(frozen=True)
class SellerRow:
    key: str
    kind: str
    name: str
    tax_code: str
    representative: str
    phone: str
    street: str
    commune: str  # today's code
    old_commune: str  # the code before 1/7/2025
    about: str
    cash_at_pickup: bool
    cash_on_delivery: bool = False
    is_sample: bool = True
    verified: bool = True
    reach: str = "country"  # the area of its own delivery: "country" | "province" | "pickup" (none)
    facts: list[dict[str, str]] = field(default_factory=list)
    member_of: str = ""
    joined_on: date | None = None
    consent_evidence: str = ""


@dataclass(frozen=True)
class CertificateRow:
    stars: int
    decision_no: str
    issued_on: date
    state: str  # "verified" | "submitted": waits for the officer


@dataclass(frozen=True)
class DeclarationRow:
    """Own unprocessed produce of a household, declared with this evidence."""

    evidence: str
    state: str  # "verified" | "submitted": awaiting verification, taxed as goods


@dataclass(frozen=True)
class ProductRow:
    key: str
    seller: str
    category: str
    name: str
    summary: str
    description: str
    origin: str
    storage: str
    season_months: list[int]
    days_to_ship: int
    tax_category: str
    own_produce: DeclarationRow | None
    pictures: list[Path]
    variants: list[VariantInput]
    certificate: CertificateRow | None
    front: int | None  # position among the products shown first; None: after them


def categories() -> list[CategoryRow]:
    return [CategoryRow(**row) for row in _read(PILOT / "categories.json")]


def sellers() -> list[SellerRow]:
    """Every seller; the one real cooperative is the one with `is_sample` false."""
    rows = []
    for row in _read(PILOT / "sellers.json"):
        joined_on = date.fromisoformat(row["joined_on"]) if "joined_on" in row else None
        rows.append(SellerRow(**row | {"joined_on": joined_on}))
    return rows


def products() -> list[ProductRow]:
    """Every product of every category (the file's name), those to be shown first last, since the newest are shown
    first.
    """
    rows = [
        _product(category.slug, row)
        for category in categories()
        for row in _read(PILOT / "products" / f"{category.slug}.json")
    ]
    return sorted(rows, key=lambda row: -(row.front or len(rows)))


def _product(category: str, row: dict[str, Any]) -> ProductRow:
    certificate = row.get("certificate")
    return ProductRow(
        key=row["key"],
        seller=row["seller"],
        category=category,
        name=row["name"],
        summary=row["summary"],
        description="\n\n".join(row["description"]),
        origin=row["origin"],
        storage=row.get("storage", ""),
        season_months=row.get("season_months", []),
        days_to_ship=row["days_to_ship"],
        tax_category=row.get("tax_category", "goods"),
        own_produce=DeclarationRow(**row["own_produce"]) if "own_produce" in row else None,
        pictures=[PILOT / "pictures" / f"{name}.webp" for name in row["pictures"]],
        variants=[VariantInput(**variant) for variant in row["variants"]],
        certificate=certificate
        and CertificateRow(**certificate | {"issued_on": date.fromisoformat(certificate["issued_on"])}),
        front=row.get("front"),
    )


def _read(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows
