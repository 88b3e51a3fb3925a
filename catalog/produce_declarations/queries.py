"""Reads of produce declarations: those in force, and those that wait for an official."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.roles import Person, scope
from catalog.models import ProduceDeclaration
from core import clock


def open_declarations() -> "QuerySet[ProduceDeclaration]":
    """Declarations that are neither refused nor withdrawn: at most one for each product."""
    return ProduceDeclaration.objects.filter(refused_at__isnull=True, withdrawn_at__isnull=True)


def declaration_in_force(product: str = "pk") -> Subquery:
    """A column with a product's verified declaration ({"id", "evidence", "verified_at"}), or null.

    `product` names the outer query's product id.
    """
    verified = open_declarations().filter(product=OuterRef(product), verified_at__isnull=False)
    return Subquery(verified.values(_json=JSONObject(**{name: name for name in ("id", "evidence", "verified_at")}))[:1])


def evidence_words(declaration: dict[str, Any] | None) -> str:
    """The evidence in at most 200 characters ("Khai báo 12, xác minh 03/06/2026: sổ vườn…"), or an empty string.

    The tax list quotes it, so it is always Vietnamese.
    """
    if declaration is None:
        return ""
    day = clock.local(datetime.fromisoformat(declaration["verified_at"]))
    return f"Khai báo {declaration['id']}, xác minh {day:%d/%m/%Y}: {declaration['evidence']}"


def to_verify(user: Person) -> "QuerySet[ProduceDeclaration]":
    """Declarations that wait for this official, the oldest first, with product, seller and commune (two statements)."""
    officially = scope(user)
    waiting = open_declarations().filter(verified_at__isnull=True)
    mine = waiting.filter(officially.units_q("product__seller__unit")) if officially else waiting.none()
    return mine.select_related("product__seller__unit", "product__category").order_by("submitted_at", "pk")
