"""Change what is written down of a buyer."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import NotFound
from core.locks import lock_row
from payments.models import Customer


def lock_customer(customer_id: str) -> Customer:
    """The customer, locked until the transaction ends; raises NotFound, also for a deleted one."""
    customer = lock_row(Customer.objects.filter(pk=customer_id, deleted_at=None))
    if customer is None:
        raise NotFound(_("Không tìm thấy khách hàng này."), field="customer")
    return customer


def update_customer(*, customer_id: str, **fields: Any) -> Customer:
    """The customer with these columns changed. Raises NotFound."""
    with transaction.atomic():
        customer = lock_customer(customer_id)
        for name, value in fields.items():
            setattr(customer, name, value)
        customer.save(update_fields=list(fields))
        return customer
