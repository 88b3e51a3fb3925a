"""Delete a customer: what was said of the buyer goes at once, the id stays where payments name it."""

from django.db import transaction

from core import clock
from payments.api.services.update_customer import lock_customer
from payments.models import Customer

# All that a customer says, and what it is when nothing is said.
EMPTY: dict[str, object] = {
    "name": "", "business_name": "", "individual_name": "", "email": "", "phone": "", "description": "",
    "address": {}, "shipping": {}, "preferred_locales": [], "metadata": {},
}  # fmt: skip


def delete_customer(*, customer_id: str) -> Customer:
    """Raises NotFound, also the second time."""
    with transaction.atomic():
        customer = lock_customer(customer_id)
        for name, value in EMPTY.items():
            setattr(customer, name, value)
        customer.deleted_at = clock.now()
        customer.save(update_fields=[*EMPTY, "deleted_at"])
        return customer
