"""The registry of personal data (Luật 91/2025/QH15): what each room stores about people, how it is exported and erased.

Each room describes its fields (`describe`) and, where it finds a person's rows, adds a `Holding` when Django is ready.
A field whose name suggests personal data and that no room has described fails a test.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

ERASED = "exported, and erased when asked"
Words = str | Promise


@dataclass(frozen=True)
class Person:
    """Whose data is meant: an account, a phone, or both. `until`: later rows are not included."""

    phone: str = ""  # national digits
    email: str = ""
    user_id: int | None = None
    until: datetime | None = None


Rows = list[Mapping[str, Any]]


@dataclass(frozen=True)
class Holding:
    """How one room exports and erases personal data. `erase` runs in the caller's transaction and is idempotent."""

    room: str
    export: Callable[[Person], dict[str, Rows]]  # JSON-able rows by the name of their kind
    erase: Callable[[Person], dict[str, int]]  # how many rows of each table it changed
    obstacles: Callable[[Person], list[Words]] = lambda person: []  # why nothing can be erased yet
    phones: Callable[[], Iterable[str]] = lambda: ()  # every phone that the room holds
    keeps: Sequence[Words] = field(default_factory=tuple)  # what is retained, with the reason, in the reader's language


_holdings: dict[str, Holding] = {}
_rules: dict[str, str] = {}


def add_holding(holding: Holding) -> None:
    """Called once by a room, when Django is ready."""
    if holding.room in _holdings:
        raise ValueError(f"the personal data of {holding.room} is registered twice")
    _holdings[holding.room] = holding


def holdings() -> list[Holding]:
    """From the highest room down, in the order of locks: rows of higher rooms point to lower ones."""
    from django.conf import settings

    return sorted(_holdings.values(), key=lambda holding: -settings.ROOMS.index(holding.room))


def describe(
    model: str,
    *,
    erased: Sequence[str] = (),
    retained: Mapping[str, str] | None = None,
    other: Mapping[str, str] | None = None,
) -> None:
    """Describe the fields of a model ("orders.Order"): erased, retained with the reason, or not personal and what
    they are instead."""
    descriptions = dict.fromkeys(erased, ERASED)
    descriptions |= {name: f"kept: {why}" for name, why in (retained or {}).items()}
    descriptions |= {name: f"not personal: {what}" for name, what in (other or {}).items()}
    for name, rule in descriptions.items():
        if _rules.setdefault(f"{model}.{name}", rule) != rule:
            raise ValueError(f"{model}.{name} is described twice")


def rules() -> dict[str, str]:
    """{"orders.Order.phone": ERASED | "kept: …" | "not personal: …"}."""
    return dict(_rules)


# The fields of core itself.
describe("core.Event", other={"payload": "keys and amounts"})
describe("core.IdempotentAnswer", other={"answer": "keys; those of /v1 show objects and are deleted after a day"})
describe("core.Throttle", other={"key": "phones are hashed; networks go within a day of their window's end"})
describe("core.IntegrityRun", other={"failed": "names of checks"})
