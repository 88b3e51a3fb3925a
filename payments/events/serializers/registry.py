"""The registry of the API's objects: name, id prefix, rendering, owner and schema of each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model, Q, QuerySet

from payments import models
from payments.events.serializers import (
    account,
    application_fee,
    balance,
    balance_transaction,
    charge,
    checkout_session,
    customer,
    destination_payment,
    event,
    payment_intent,
    payment_method,
    payout,
    refund,
    transfer,
    transfer_reversal,
    webhook_endpoint,
)
from payments.events.serializers.base import ApiObject

Owned = Callable[[str | None], Q]

# The only version of Stripe's API that is answered, whatever `Stripe-Version` requests.
API_VERSION = "2026-10-28.endive"


class Serializer(Protocol):
    """A module that renders one kind of object."""

    def rows(self) -> QuerySet[Any]:
        """All rows, with what rendering needs beside them."""

    def render(self, row: Any) -> ApiObject:
        """A row of `rows()` as the object."""


@dataclass(frozen=True)
class Kind:
    """One kind of object. `name` is Stripe's, also in "No such charge"; `shape` the name of its schema."""

    name: str
    prefix: str
    shape: str
    schema: type[ApiObject]
    serializer: Serializer
    model: type[Model]
    owned: Owned  # the rows of the platform (None), or of one payee
    permission: str  # its name in a restricted key's permissions
    key: str = "id"  # the column of its id
    order: str = "sequence"  # lists follow it, latest first
    mode: str = "livemode"

    def rows(self) -> QuerySet[Any]:
        return self.serializer.rows()

    def render(self, row: Any) -> dict[str, Any]:
        """A row of `rows()` as JSON."""
        return self.serializer.render(row).as_json()


def _by(column: str) -> Owned:
    return lambda owner: Q(**{column: owner})


def _platform(owner: str | None) -> Q:
    """The platform's alone."""
    return Q() if owner is None else Q(pk__in=[])


def _to_payee(owner: str | None) -> Q:
    return Q(payee=owner) if owner else Q(pk__in=[])


def _account(owner: str | None) -> Q:
    """The platform sees every payee, a payee only itself."""
    return Q() if owner is None else Q(pk=owner)


KINDS = [
    Kind("payment_intent", "pi_", "PaymentIntent",
         payment_intent.PaymentIntentObject, payment_intent, models.PaymentIntent,
         _by("payee"), "payment_intents"),
    Kind("payment_method", "pm_", "PaymentMethod", payment_method.PaymentMethod, payment_method, models.PaymentIntent,
         _by("payee"), "payment_methods", key="payment_method_id"),
    Kind("customer", "cus_", "Customer", customer.CustomerObject, customer, models.Customer, _by("payee"), "customers"),
    Kind("charge", "ch_", "Charge", charge.Charge, charge, models.Attempt,
         _by("intent__payee"), "charges", key="charge_id", order="pk", mode="intent__livemode"),
    Kind("charge", "py_", "Charge", charge.Charge, destination_payment, models.Transfer,
         _to_payee, "charges", key="payment_id"),
    Kind("refund", "re_", "Refund", refund.RefundObject, refund, models.Refund,
         _by("intent__payee"), "refunds"),
    Kind("transfer", "tr_", "Transfer", transfer.TransferObject, transfer, models.Transfer,
         _platform, "transfers"),
    Kind("transfer_reversal", "trr_", "TransferReversal",
         transfer_reversal.TransferReversalObject, transfer_reversal, models.TransferReversal,
         _platform, "transfers"),
    Kind("application_fee", "fee_", "ApplicationFee",
         application_fee.ApplicationFeeObject, application_fee, models.Transfer,
         _platform, "application_fees", key="fee_id"),
    Kind("payout", "po_", "Payout", payout.PayoutObject, payout, models.Payout,
         _by("payee"), "payouts"),
    Kind("account", "acct_", "Account", account.AccountObject, account, models.Payee,
         _account, "accounts"),
    Kind("balance_transaction", "txn_", "BalanceTransaction",
         balance_transaction.BalanceTransactionObject, balance_transaction, models.BalanceTransaction,
         _by("payee"), "balance"),
    Kind("event", "evt_", "Event", event.EventObject, event, models.ApiEvent,
         _by("payee"), "events"),
    Kind("webhook_endpoint", "we_", "WebhookEndpoint",
         webhook_endpoint.WebhookEndpointObject, webhook_endpoint, models.WebhookEndpoint,
         _by("payee"), "webhook_endpoints"),
    Kind("checkout.session", "cs_", "CheckoutSession",
         checkout_session.CheckoutSessionObject, checkout_session, models.CheckoutSession,
         _by("payee"), "checkout_sessions"),
]  # fmt: skip

# Every schema that others point to, by the name it has in the OpenAPI document.
_SHAPES: dict[str, type] = {
    "Balance": balance.BalanceObject,
    "BankAccount": account.BankAccountObject,
    "FeeRefund": application_fee.FeeRefund,
    "DeletedCustomer": customer.DeletedCustomer,
}
_SHAPES |= {kind.shape: kind.schema for kind in KINDS}
SHAPES = dict(sorted(_SHAPES.items()))

# A Transfer and an intent are rendered as several kinds; the first is their own.
_BY_MODEL = {kind.model: kind for kind in reversed(KINDS) if kind.name not in ("payment_method", "application_fee")}
_BY_MODEL[models.Transfer] = next(kind for kind in KINDS if kind.name == "transfer")


def kind_of(row: Model) -> Kind:
    """The kind of which a row is an object."""
    return _BY_MODEL[type(row)]


def kind_of_id(id: str) -> Kind | None:
    """The kind that an id's prefix names."""
    return next((kind for kind in KINDS if id.startswith(kind.prefix)), None)


def kind_named(name: str) -> Kind:
    """The first kind of a name: for charges, those that are attempts."""
    return next(kind for kind in KINDS if kind.name == name)


def render(row: Model) -> dict[str, Any]:
    """The object of a row as it is now: read again with its related rows (2 or 3 statements)."""
    kind = kind_of(row)
    return kind.render(kind.rows().get(pk=row.pk))
