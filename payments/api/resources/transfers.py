"""/v1/transfers: transfers to connected accounts, and their reversals."""

from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from pydantic import Field

from core.errors import DomainError
from payments.api.endpoint import Answer, Call, Endpoint, Page, listing, retrieve
from payments.api.errors import ApiError, from_domain, resource_missing
from payments.api.fields import (
    Amount,
    ClearableText,
    CreatedListParams,
    CurrencyName,
    Id,
    ListParams,
    Metadata,
    Params,
    Text255,
    Truth,
)
from payments.api.pagination import narrowed, within
from payments.api.resources.payment_intents import merged
from payments.connected_accounts.services.create_api_transfer import create_api_transfer
from payments.connected_accounts.services.reverse_transfer import reverse_transfer
from payments.connected_accounts.services.update_reversal import update_reversal
from payments.connected_accounts.services.update_transfer import update_transfer
from payments.events.serializers.account import is_active
from payments.events.serializers.registry import kind_named
from payments.models import Attempt, AttemptStatus, Origin, Transfer, TransferReversal

Group = Annotated[Text255, Field(max_length=80)]


class TransferCreateParams(Params):
    amount: Amount
    currency: CurrencyName
    destination: Id
    description: ClearableText = ""
    metadata: Metadata = {}
    source_transaction: Id | None = None
    # Ours: the goods sold, for the tax withheld from households and individuals; without it, the highest rate.
    tax_category: Literal["goods", "service", "transport", "unidentified"] | None = None
    transfer_group: Group | None = None


class TransferUpdateParams(Params):
    description: ClearableText = ""
    metadata: Metadata = {}


class TransferListParams(CreatedListParams):
    destination: Id | None = None
    transfer_group: Group | None = None


class TransferReversalCreateParams(Params):
    amount: Amount | None = None
    description: ClearableText = ""
    metadata: Metadata = {}
    refund_application_fee: Truth = False


class TransferReversalUpdateParams(Params):
    metadata: Metadata = {}


def create(call: Call[TransferCreateParams]) -> Answer:
    params = call.params
    _require_platform(call)
    payee = call.find("account", params.destination, param="destination")
    if not is_active(payee):
        raise ApiError(
            "Your destination account needs to have the transfers capability: its agency contract is not recorded yet.",
            code="insufficient_capabilities_for_transfer",
            param="destination",
        )
    try:
        return create_api_transfer(
            amount=params.amount,
            payee_id=payee.pk,
            livemode=call.caller.livemode,
            intent_id=_source(call),
            transfer_group=params.transfer_group or "",
            tax_category=params.tax_category or "",
            description=params.description,
            metadata=merged({}, params.metadata, False),
        )
    except DomainError as error:
        raise _refused(call, error) from None


def _require_platform(call: Call[Any]) -> None:
    if call.caller.account:
        raise ApiError("Only the platform's own account can create transfers; leave out the Stripe-Account header.")


def _source(call: Call[TransferCreateParams]) -> str | None:
    """The intent of the charge that is named. The shop's own payments are allotted by their orders alone."""
    charge_id = call.params.source_transaction
    if charge_id is None:
        return None
    charge = call.find("charge", charge_id, param="source_transaction")
    if not isinstance(charge, Attempt) or charge.status != AttemptStatus.SUCCEEDED:
        raise ApiError(
            f"The charge {charge_id} has not succeeded: there is nothing to transfer.", param="source_transaction"
        )
    if charge.intent.origin == Origin.SDK:
        raise ApiError(
            f"The charge {charge_id} belongs to orders of the shop, which alone pass its money on.",
            param="source_transaction",
        )
    return charge.intent_id


def _refused(call: Call[TransferCreateParams], error: DomainError) -> ApiError:
    if error.code != "INSUFFICIENT_FUNDS":
        return from_domain(error)
    named = call.params.source_transaction
    if named:
        message = f"The transfer amount is greater than what is left of {named}."
    else:
        message = (
            "You have insufficient available funds for this transfer: no single payment holds this much that is not "
            "passed on or refunded yet. Name the charge with source_transaction (a transfer comes out of one charge)."
        )
    return ApiError(message, code="balance_insufficient", param="amount")


def update(call: Call[TransferUpdateParams]) -> Answer:
    params = call.params
    transfer = call.own("transfer", "transfer")
    metadata = merged(transfer.metadata, params.metadata, not params.metadata) if params.given("metadata") else None
    return update_transfer(
        transfer_id=transfer.pk,
        description=params.description if params.given("description") else None,
        metadata=metadata,
    )


def _narrow(call: Call[TransferListParams], rows: QuerySet[Any]) -> QuerySet[Any]:
    params = call.params
    if params.destination is not None:
        call.find("account", params.destination, param="destination")
    return narrowed(rows.filter(within(params.created)), payee=params.destination, transfer_group=params.transfer_group)


def reverse(call: Call[TransferReversalCreateParams]) -> Answer:
    params = call.params
    transfer: Transfer = call.own("transfer", "id")
    if transfer.intent.origin == Origin.SDK:
        raise ApiError("This transfer belongs to an order of the shop, which alone takes it back.", param="id")
    try:
        return reverse_transfer(
            transfer_id=transfer.pk,
            amount=params.amount,
            refund_application_fee=params.refund_application_fee,
            description=params.description,
            metadata=merged({}, params.metadata, False),
        )
    except DomainError as error:
        if error.code == "TRANSFER_REVERSED":
            raise ApiError("This transfer has already been fully reversed.", param="id") from None
        if error.code == "AMOUNT_INVALID":
            left = transfer.amount - transfer.reversed
            raise ApiError(
                f"Reversal amount is greater than unreversed amount on transfer ({left}).", param="amount"
            ) from None
        raise from_domain(error) from None


def reversals(call: Call[ListParams]) -> Answer:
    transfer = call.own("transfer", "id")
    return Page(kind_named("transfer_reversal"), TransferReversal.objects.filter(transfer=transfer))


def reversal(call: Call[Params]) -> Answer:
    return _reversal(call)


def reversal_update(call: Call[TransferReversalUpdateParams]) -> Answer:
    params = call.params
    found = _reversal(call)
    if not params.given("metadata"):
        return found
    return update_reversal(reversal_id=found.pk, metadata=merged(found.metadata, params.metadata, not params.metadata))


def _reversal(call: Call[Any]) -> TransferReversal:
    transfer = call.own("transfer", "transfer")
    found: TransferReversal = call.own("transfer_reversal", "id")
    if found.transfer_id != transfer.pk:
        raise resource_missing("transfer_reversal", found.pk, param="id")
    return found


PATH = "/v1/transfers"
ONE = PATH + "/{transfer}"
BACK = PATH + "/{id}/reversals"
ONE_BACK = ONE + "/reversals/{id}"
_NAME, _SHAPE, _BACK = "transfers", "Transfer", "TransferReversal"
ENDPOINTS: list[Endpoint[Any]] = [
    Endpoint("POST", PATH, _NAME, TransferCreateParams, _SHAPE, create, "Create a transfer"),
    listing(PATH, "transfer", TransferListParams, _narrow, "List transfers"),
    retrieve(ONE, "transfer", "Retrieve a transfer"),
    Endpoint("POST", ONE, _NAME, TransferUpdateParams, _SHAPE, update, "Update a transfer"),
    Endpoint("POST", BACK, _NAME, TransferReversalCreateParams, _BACK, reverse, "Reverse a transfer"),
    Endpoint("GET", BACK, _NAME, ListParams, f"list of {_BACK}", reversals, "List a transfer's reversals"),
    Endpoint("GET", ONE_BACK, _NAME, Params, _BACK, reversal, "Retrieve a reversal"),
    Endpoint("POST", ONE_BACK, _NAME, TransferReversalUpdateParams, _BACK, reversal_update, "Update a reversal"),
]
