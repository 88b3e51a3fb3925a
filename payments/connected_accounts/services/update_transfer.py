"""Update the description and metadata of a transfer."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import NotFound
from core.locks import lock_row
from payments.events import publish
from payments.models import Transfer


def update_transfer(
    *, transfer_id: str, description: str | None = None, metadata: Mapping[str, Any] | None = None
) -> Transfer:
    """Update the given fields; None leaves a field as it is. Raises NotFound."""
    with transaction.atomic():
        transfer = lock_row(Transfer.objects.filter(pk=transfer_id))
        if transfer is None:
            raise NotFound(_("Không tìm thấy khoản chia này."), field="id")
        with publish.updating(publish.TRANSFER_UPDATED, rows=[transfer]):
            if description is not None:
                transfer.description = description[:255]
            if metadata is not None:
                transfer.metadata = dict(metadata)
            transfer.save(update_fields=["description", "metadata"])
        return transfer
