"""Update the metadata of a payout."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from payments.base.locks import lock_payout
from payments.events import publish
from payments.models import Payout


def update_payout(*, payout_id: str, metadata: Mapping[str, Any]) -> Payout:
    """Replace the payout's metadata. Raises NotFound."""
    with transaction.atomic():
        payout = lock_payout(payout_id)
        with publish.updating(publish.PAYOUT_UPDATED, rows=[payout]):
            payout.metadata = dict(metadata)
            payout.save(update_fields=["metadata"])
        return payout
