"""Load the first layouts of partners' files from data/payments/layouts.json; loading again changes nothing."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from core.locks import lock_name
from payments.models import FileLayout

LAYOUTS = Path(settings.BASE_DIR) / "data" / "payments" / "layouts.json"


@transaction.atomic
def load_layouts(path: Path = LAYOUTS) -> int:
    """Add each layout whose name is not stored yet; returns how many. Stored layouts are not changed."""
    lock_name("payments.load_layouts")
    entries: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["layouts"]
    stored = set(FileLayout.objects.values_list("name", flat=True))
    missing = [entry for entry in entries if entry["name"] not in stored]
    for entry in missing:
        FileLayout.objects.create(**entry)
    return len(missing)
