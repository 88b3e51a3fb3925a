"""Update the metadata of a transfer's reversal."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import NotFound
from core.locks import lock_row
from payments.models import TransferReversal


def update_reversal(*, reversal_id: str, metadata: Mapping[str, Any]) -> TransferReversal:
    """Replace the reversal's metadata. Raises NotFound."""
    with transaction.atomic():
        reversal = lock_row(TransferReversal.objects.filter(pk=reversal_id))
        if reversal is None:
            raise NotFound(_("Không tìm thấy lần lấy lại này."), field="id")
        reversal.metadata = dict(metadata)
        reversal.save(update_fields=["metadata"])
        return reversal
