"""The registry of the API's objects: how each is named, found, rendered, and whose it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from payments import models
from payments.events.serializers import (
    account,
    application_fee,
    balance_transaction,
    charge,
    checkout_session,
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

Owned = Callable[[str | None], Q]


@dataclass(frozen=True)
class Kind:
    """One kind of object. `name` is Stripe's, also in "No such charge"; `shape` the name of its schema."""

    name: str
    prefix: str
    shape: str
    model: type[Model]
    rows: Callable[[], QuerySet[Any]]
    render: Callable[[Any], Any]
    owned: Owned  # the rows of the platform (None), or of one payee
    permission: str  # its name in a restricted key's permissions
    key: str = "id"  # the column of its id
    order: str = "sequence"  # lists follow it, latest first
    mode: str = "livemode"


def _by(column: str) -> Owned:
    return lambda owner: Q(**{column: owner})


def _platform(owner: str | None) -> Q:
    """The platform's alone."""
    return Q() if owner is None else Q(pk__in=[])


def _to_payee(owner: str | None) -> Q:
    return Q(payee=owner) if owner else Q(pk__in=[])


def _account(owner: str | None) -> Q:
    """The platform sees every payee, a payee itself."""
    return Q() if owner is None else Q(pk=owner)


KINDS = [
    Kind("payment_intent", "pi_", "PaymentIntent", models.PaymentIntent, payment_intent.rows, payment_intent.render,
         _by("payee"), "payment_intents"),
    Kind("payment_method", "pm_", "PaymentMethod", models.PaymentIntent, payment_method.rows, payment_method.render,
         _by("payee"), "payment_methods", key="payment_method_id"),
    Kind("charge", "ch_", "Charge", models.Attempt, charge.rows, charge.render,
         _by("intent__payee"), "charges", key="charge_id", order="pk", mode="intent__livemode"),
    Kind("charge", "py_", "Charge", models.Transfer, destination_payment.rows, destination_payment.render,
         _to_payee, "charges", key="payment_id"),
    Kind("refund", "re_", "Refund", models.Refund, refund.rows, refund.render, _by("intent__payee"), "refunds"),
    Kind("transfer", "tr_", "Transfer", models.Transfer, transfer.rows, transfer.render, _platform, "transfers"),
    Kind("transfer_reversal", "trr_", "TransferReversal", models.TransferReversal, transfer_reversal.rows,
         transfer_reversal.render, _platform, "transfers"),
    Kind("application_fee", "fee_", "ApplicationFee", models.Transfer, application_fee.rows, application_fee.render,
         _platform, "application_fees", key="fee_id"),
    Kind("payout", "po_", "Payout", models.Payout, payout.rows, payout.render, _by("payee"), "payouts"),
    Kind("account", "acct_", "Account", models.Payee, account.rows, account.render, _account, "accounts"),
    Kind("balance_transaction", "txn_", "BalanceTransaction", models.BalanceTransaction, balance_transaction.rows,
         balance_transaction.render, _by("payee"), "balance"),
    Kind("event", "evt_", "Event", models.ApiEvent, event.rows, event.render, _by("payee"), "events"),
    Kind("webhook_endpoint", "we_", "WebhookEndpoint", models.WebhookEndpoint, webhook_endpoint.rows,
         webhook_endpoint.render, _by("payee"), "webhook_endpoints"),
    Kind("checkout.session", "cs_", "CheckoutSession", models.CheckoutSession, checkout_session.rows,
         checkout_session.render, _by("payee"), "checkout_sessions"),
]  # fmt: skip

# A Transfer and an intent have several faces; the first is their own.
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
