"""Delete a customer: what was said of the buyer goes at once, the id stays where payments name it."""

from django.db import transaction

from core import clock
from payments.base.locks import lock_customer
from payments.models import EMPTY_CUSTOMER, Customer


def delete_customer(*, customer_id: str) -> Customer:
    """Raises NotFound, also the second time."""
    with transaction.atomic():
        customer = lock_customer(customer_id)
        for name, value in EMPTY_CUSTOMER.items():
            setattr(customer, name, value)
        customer.deleted_at = clock.now()
        customer.save(update_fields=[*EMPTY_CUSTOMER, "deleted_at"])
        return customer
