"""Write down a buyer, as a client of the API names them."""

from typing import Any

from core.identifiers import new_id
from payments.base.mode import livemode
from payments.models import Customer


def create_customer(*, payee_id: str | None, **fields: Any) -> Customer:
    """A customer of the platform (None) or of one payee; `fields` are columns of `Customer`."""
    customer = Customer(id=new_id("cus"), livemode=livemode(), payee_id=payee_id, **fields)
    customer.save(force_insert=True)
    return customer
