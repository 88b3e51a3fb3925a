"""Change what is written down of a buyer."""

from typing import Any

from django.db import transaction

from payments.base.locks import lock_customer
from payments.models import Customer


def update_customer(*, customer_id: str, **fields: Any) -> Customer:
    """The customer with these columns changed. Raises NotFound."""
    with transaction.atomic():
        customer = lock_customer(customer_id)
        for name, value in fields.items():
            setattr(customer, name, value)
        customer.save(update_fields=list(fields))
        return customer
