"""Update what is stored of a payee."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from payments.base.locks import lock_payee
from payments.events import publish
from payments.models import Payee


def write_payee(payee_id: str, fields: Mapping[str, Any]) -> Payee:
    """Save these fields of a payee, checked by the caller, with an `account.updated` event. Raises NotFound."""
    with transaction.atomic():
        payee = lock_payee(payee_id)
        with publish.updating(publish.ACCOUNT_UPDATED, rows=[payee]):
            for field, value in fields.items():
                setattr(payee, field, value)
            payee.save(update_fields=list(fields))
        return payee
