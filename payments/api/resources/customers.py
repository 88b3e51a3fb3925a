"""/v1/customers: buyers that a client stores, and that its intents and sessions refer to."""

from typing import Annotated, Any

from django.db.models import QuerySet
from pydantic import BeforeValidator, Field

from payments.api.endpoint import Answer, Call, Endpoint, Page, listing
from payments.api.errors import resource_missing
from payments.api.fields import (
    ClearableMail,
    ClearableText,
    CreatedListParams,
    Description,
    Hash,
    ListParams,
    Metadata,
    Params,
    Text255,
)
from payments.api.pagination import narrowed, within
from payments.api.resources.intent_params import AddressParams
from payments.api.resources.payment_intents import merged
from payments.api.resources.payment_methods import CustomerPaymentMethodListParams
from payments.api.services.create_customer import create_customer
from payments.api.services.delete_customer import delete_customer
from payments.api.services.update_customer import update_customer
from payments.events.serializers.base import listing as list_object
from payments.events.serializers.registry import kind_named
from payments.models import Customer

Name = Annotated[ClearableText, Field(max_length=150)]
Phone = Annotated[ClearableText, Field(max_length=20)]


class ShippingParams(Hash):
    address: AddressParams
    name: Text255
    phone: Phone = ""


def _unset(value: Any) -> Any:
    return None if value == "" else value


class CustomerParams(Params):
    """What may be said of a customer, from the first or later."""

    address: Annotated[AddressParams | None, BeforeValidator(_unset)] = None
    business_name: Name = ""
    description: Description = ""
    email: ClearableMail = ""
    individual_name: Name = ""
    metadata: Metadata = {}
    name: Annotated[ClearableText, Field(max_length=256)] = ""
    phone: Phone = ""
    preferred_locales: Annotated[list[Text255], Field(max_length=50)] = []
    shipping: Annotated[ShippingParams | None, BeforeValidator(_unset)] = None


class SourceListParams(ListParams):
    object: Text255 | None = None


class CustomerListParams(CreatedListParams):
    email: Annotated[Text255, Field(max_length=512)] | None = None


_WORDS = ("business_name", "description", "email", "individual_name", "name", "phone", "preferred_locales")


def create(call: Call[CustomerParams]) -> Answer:
    return create_customer(payee_id=call.caller.account, **_fields(call.params, {}))


def retrieve(call: Call[Params]) -> Answer:
    """A deleted one as Stripe shows it: its id, and that it is deleted."""
    customer: Customer = call.own("customer", "customer")
    return customer


def update(call: Call[CustomerParams]) -> Answer:
    customer = _own(call)
    fields = _fields(call.params, customer.metadata)
    if not fields:
        return customer
    return update_customer(customer_id=customer.pk, **fields)


def delete(call: Call[Params]) -> Answer:
    return delete_customer(customer_id=_own(call).pk)


def payment_methods(call: Call[CustomerPaymentMethodListParams]) -> Answer:
    """Always empty: a payment method belongs to one intent, and none is saved for later payments."""
    _own(call)
    kind = kind_named("payment_method")
    return Page(kind, kind.model._default_manager.none())


def sources(call: Call[SourceListParams]) -> Answer:
    """Always empty, as with `expand[]=sources`. Programs that copy an account's objects list them for each customer."""
    _own(call)
    return list_object([], call.url)


def _own(call: Call[Any]) -> Customer:
    customer: Customer = call.own("customer", "customer")
    if customer.deleted_at is not None:
        raise resource_missing("customer", customer.pk, param="customer")
    return customer


def _fields(params: CustomerParams, metadata: dict[str, Any]) -> dict[str, Any]:
    """The columns of the given parameters."""
    fields: dict[str, Any] = {name: getattr(params, name) for name in _WORDS if params.given(name)}
    if params.given("address"):
        fields["address"] = params.address.supplied_values() if params.address else {}
    if params.given("shipping"):
        to = params.shipping
        fields["shipping"] = {"address": to.address.supplied_values(), "name": to.name, "phone": to.phone} if to else {}
    if params.given("metadata"):
        fields["metadata"] = merged(metadata, params.metadata, not params.metadata)
    return fields


def _narrow(call: Call[CustomerListParams], rows: QuerySet[Any]) -> QuerySet[Any]:
    """Filter by e-mail address, case-sensitively, as in Stripe."""
    rows = rows.filter(within(call.params.created), deleted_at=None)
    return narrowed(rows, email=call.params.email)


PATH = "/v1/customers"
ONE = PATH + "/{customer}"
_NAME, _SHAPE, _DELETED = "customers", "Customer", "DeletedCustomer"
# The answers stored for idempotency keys name a person, so they are encrypted, as secrets are.
ENDPOINTS: list[Endpoint[Any]] = [
    Endpoint("POST", PATH, _NAME, CustomerParams, _SHAPE, create, "Create a customer", has_secret=True),
    listing(PATH, "customer", CustomerListParams, _narrow, "List customers"),
    Endpoint("GET", ONE, _NAME, Params, _SHAPE, retrieve, "Retrieve a customer", or_deleted=_DELETED),
    Endpoint("POST", ONE, _NAME, CustomerParams, _SHAPE, update, "Update a customer", has_secret=True),
    Endpoint("DELETE", ONE, _NAME, Params, _DELETED, delete, "Delete a customer"),
    Endpoint(
        "GET", ONE + "/payment_methods", "payment_methods", CustomerPaymentMethodListParams, "list of PaymentMethod",
        payment_methods, "List a customer's payment methods",
    ),
    Endpoint(
        "GET", ONE + "/sources", _NAME, SourceListParams, "list of BankAccount", sources,
        "List a customer's cards and bank accounts: none",
    ),
]  # fmt: skip
