"""Load the indicators' definitions from data/indicators/definitions.json; loading again changes nothing."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from indicators.definitions.formulas import FORMULAS
from indicators.models import Definition

DEFINITIONS = Path(settings.BASE_DIR) / "data" / "indicators" / "definitions.json"


@transaction.atomic
def load_definitions(path: Path = DEFINITIONS) -> int:
    """Update the stored definitions from the file; returns the number of its definitions.

    Oldest first: a definition ends before its successor begins. Definitions that are not in the file stay, since an
    operator may have added them. Raises ValueError for a formula that does not exist.
    """
    entries: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["definitions"]
    for position, entry in sorted(enumerate(entries), key=lambda pair: pair[1]["effective_from"]):
        if entry["formula"] not in FORMULAS:
            raise ValueError(f"{entry['code']}: no formula is called {entry['formula']}")
        dates = {
            "effective_from": date.fromisoformat(entry["effective_from"]),
            "effective_to": date.fromisoformat(entry["effective_to"]) if entry["effective_to"] else None,
        }
        fields = {**entry, **dates, "position": entry.get("position", position)}
        key = {"code": fields.pop("code"), "effective_from": fields.pop("effective_from")}
        Definition.objects.update_or_create(**key, defaults=fields)
    return len(entries)
