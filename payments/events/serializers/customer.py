"""customer: what a client of the API says of a buyer; deleted, it is no more than its id."""

from dataclasses import field
from typing import Any, Literal

from django.db.models import QuerySet

from payments.events.serializers.base import (
    OMITTED,
    Address,
    ApiObject,
    ListObject,
    Metadata,
    Null,
    address,
    plain,
    seconds,
    sublist,
)
from payments.models import Customer

_INCLUDED = ("sources", "subscriptions", "tax_ids")  # nothing ever stands in them here


class InvoiceSettings(ApiObject):
    """There are no invoices here."""

    custom_fields: None = None
    default_payment_method: Null = None
    footer: None = None
    rendering_options: None = None


class CustomerShipping(ApiObject):
    address: Address
    carrier: None = None
    name: str
    phone: str | None
    tracking_number: None = None


class KeptNowhere(ApiObject):
    """Of the lists of a customer: nothing ever stands in them here."""


class CustomerObject(ApiObject):
    id: str
    object: Literal["customer"] = "customer"
    address: Address | None
    balance: Literal[0] = 0
    business_name: str | None
    created: int
    currency: None = None
    customer_account: None = None
    default_source: Null = None
    delinquent: Literal[False] = False
    description: str | None
    discount: None = None
    email: str | None
    individual_name: str | None
    invoice_prefix: None = None
    invoice_settings: InvoiceSettings = InvoiceSettings()
    livemode: bool
    metadata: Metadata
    name: str | None
    next_invoice_sequence: Literal[1] = 1
    phone: str | None
    preferred_locales: list[str] = field(default_factory=list)
    shipping: CustomerShipping | None
    sources: ListObject[KeptNowhere] = OMITTED  # these lists only where `expand[]` names them, as in Stripe
    subscriptions: ListObject[KeptNowhere] = OMITTED
    tax_exempt: Literal["none"] = "none"
    tax_ids: ListObject[KeptNowhere] = OMITTED
    test_clock: Null = None


class DeletedCustomer(ApiObject):
    id: str
    object: Literal["customer"] = "customer"
    deleted: Literal[True] = True


def rows() -> QuerySet[Customer]:
    return Customer.objects.all()


def render(row: Customer) -> CustomerObject | DeletedCustomer:
    if row.deleted_at is not None:
        return DeletedCustomer(id=row.pk)
    return CustomerObject(
        id=row.pk,
        address=address(row.address) if row.address else None,
        business_name=row.business_name or None,
        created=seconds(row.created_at),
        description=row.description or None,
        email=row.email or None,
        individual_name=row.individual_name or None,
        livemode=row.livemode,
        metadata=plain(row.metadata),
        name=row.name or None,
        phone=row.phone or None,
        preferred_locales=list(row.preferred_locales),
        shipping=_shipping(row),
    )


def _shipping(row: Customer) -> CustomerShipping | None:
    kept = row.shipping
    if not kept:
        return None
    return CustomerShipping(
        address=address(kept.get("address", {})), name=kept.get("name", ""), phone=kept.get("phone") or None
    )


def include(shown: dict[str, Any], name: str) -> None:
    """Add to a rendered customer a list that stands in it only where it is expanded."""
    if shown.get("object") == "customer" and name in _INCLUDED and "deleted" not in shown:
        shown[name] = sublist([], f"/v1/customers/{shown['id']}/{name}").as_json()
