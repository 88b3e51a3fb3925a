"""/v1/payouts: a connected account's available balance sent to its bank account."""

from datetime import UTC, datetime
from typing import Any, Literal

from django.db.models import Q, QuerySet

from core.errors import DomainError
from payments.api.endpoint import Answer, Call, Endpoint, listing, retrieve
from payments.api.errors import ApiError, from_domain
from payments.api.fields import (
    Amount,
    ClearableText,
    Created,
    CreatedListParams,
    CurrencyName,
    Id,
    Metadata,
    Params,
    Span,
)
from payments.api.pagination import narrowed, within
from payments.api.resources.payment_intents import merged
from payments.events.serializers.account import bank_account_id, is_active
from payments.models import Payee, Payout
from payments.payouts.services.cancel_payout import cancel_payout
from payments.payouts.services.create_payout import create_payout
from payments.payouts.services.update_payout import update_payout


class PayoutCreateParams(Params):
    amount: Amount
    currency: CurrencyName
    description: ClearableText = ""
    destination: Id | None = None
    metadata: Metadata = {}


class PayoutUpdateParams(Params):
    metadata: Metadata = {}


class PayoutListParams(CreatedListParams):
    arrival_date: Created = None
    destination: Id | None = None
    status: Literal["pending", "in_transit", "paid", "failed", "canceled"] | None = None


def create(call: Call[PayoutCreateParams]) -> Answer:
    params = call.params
    if call.caller.account is None:
        raise ApiError(
            "Payouts are made to connected accounts: name one with the Stripe-Account header. The platform's own money "
            "lies in its bank account already."
        )
    payee = Payee.objects.get(pk=call.caller.account)
    if params.destination is not None and params.destination != _bank(payee):
        raise ApiError(
            f"No such external account: '{params.destination}'", code="resource_missing", param="destination"
        )
    if not is_active(payee):
        raise ApiError(
            "This account cannot be paid out yet: its agency contract is not recorded.", code="payouts_not_allowed"
        )
    try:
        return create_payout(
            payee_id=payee.pk,
            amount=params.amount,
            description=params.description,
            metadata=merged({}, params.metadata, False),
        )
    except DomainError as error:
        raise _refused(error) from None


def cancel(call: Call[Params]) -> Answer:
    payout: Payout = call.own("payout", "payout")
    try:
        return cancel_payout(payout_id=payout.pk)
    except DomainError as error:
        if error.code == "PAYOUT_UNEXPECTED_STATE":
            raise ApiError(
                f"Payouts can be canceled while they are pending; this one is {payout.status}.",
                code="payout_unexpected_state",
            ) from None
        raise from_domain(error) from None


def update(call: Call[PayoutUpdateParams]) -> Answer:
    params = call.params
    payout: Payout = call.own("payout", "payout")
    if not params.given("metadata"):
        return payout
    return update_payout(payout_id=payout.pk, metadata=merged(payout.metadata, params.metadata, not params.metadata))


def _bank(payee: Payee) -> str:
    return bank_account_id(payee.pk, payee.bank_bin, payee.bank_account_no)


def _refused(error: DomainError) -> ApiError:
    if error.code == "BALANCE_INSUFFICIENT":
        return ApiError(
            "You have insufficient funds in your account for this payout. Only the available balance can be paid out.",
            code="balance_insufficient",
            param="amount",
        )
    if error.code == "NO_BANK_ACCOUNT":
        return ApiError(
            "Sorry, you don't have any external accounts in that currency (vnd): give the account an external_account "
            "first.",
            code="no_account",
        )
    return from_domain(error)


def _narrow(call: Call[PayoutListParams], rows: QuerySet[Any]) -> QuerySet[Any]:
    params = call.params
    if params.destination is not None:
        payee = Payee.objects.filter(pk=call.caller.account).first()
        if payee is None or params.destination != _bank(payee):
            return rows.none()
        rows = rows.filter(bank_bin=payee.bank_bin, bank_account_no=payee.bank_account_no)
    rows = rows.filter(within(params.created))
    if params.arrival_date is not None:
        rows = rows.filter(_arriving(params.arrival_date))
    return narrowed(rows, status=params.status)


def _arriving(span: Span) -> Q:
    """Days are given as midnight in UTC; a moment within a day is after that day's midnight."""
    bounds = (("gt", "gt", span.gt), ("gte", "gt", span.gte), ("lt", "lte", span.lt), ("lte", "lte", span.lte))
    condition = Q()
    for at_midnight, later, value in bounds:
        if value is not None:
            moment = datetime.fromtimestamp(value, UTC)
            lookup = at_midnight if value % 86_400 == 0 else later
            condition &= Q(**{f"arrival_on__{lookup}": moment.date()})
    return condition


PATH = "/v1/payouts"
ONE = PATH + "/{payout}"
_NAME, _SHAPE = "payouts", "Payout"
ENDPOINTS: list[Endpoint[Any]] = [
    Endpoint("POST", PATH, _NAME, PayoutCreateParams, _SHAPE, create, "Create a payout"),
    listing(PATH, "payout", PayoutListParams, _narrow, "List payouts"),
    retrieve(ONE, "payout", "Retrieve a payout"),
    Endpoint("POST", ONE, _NAME, PayoutUpdateParams, _SHAPE, update, "Update a payout"),
    Endpoint("POST", ONE + "/cancel", _NAME, Params, _SHAPE, cancel, "Cancel a payout"),
]
