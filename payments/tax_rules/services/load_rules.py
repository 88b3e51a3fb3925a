"""Load the rules in force when the market opened from data/payments/rules.json; loading again changes nothing."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from core.locks import lock_name
from payments.models import CommissionRule, TaxRate

RULES = Path(settings.BASE_DIR) / "data" / "payments" / "rules.json"


@transaction.atomic
def load_rules(path: Path = RULES) -> int:
    """Add each rule of the file none of whose days has a rule yet; returns how many were added.

    What is stored stays: later rules, and the last days of these, are the operator's.
    """
    lock_name("payments.load_rules")
    content: dict[str, list[dict[str, Any]]] = json.loads(path.read_text(encoding="utf-8"))
    rates = _load(TaxRate, content["tax_rates"], of=("collector", "category"))
    return rates + _load(CommissionRule, content["commission"], of=())


def _load(model: type[TaxRate | CommissionRule], entries: Iterable[Mapping[str, Any]], *, of: tuple[str, ...]) -> int:
    """`of` names the columns within which one rule holds a day."""
    added = 0
    for entry in entries:
        start = date.fromisoformat(entry["effective_from"])
        end = date.fromisoformat(entry["effective_to"]) if entry["effective_to"] else None
        others = model._default_manager.filter(**{column: entry[column] for column in of})
        others = others.filter(Q(effective_to=None) | Q(effective_to__gte=start))
        if not (others.filter(effective_from__lte=end) if end else others).exists():
            model._default_manager.create(**{**entry, "effective_from": start, "effective_to": end})
            added += 1
    return added
