"""/v1/application_fees: the platform's commission on transfers, and its refunds."""

from typing import Any

from django.db.models import QuerySet

from payments.api.endpoint import Answer, Call, Endpoint, listing, retrieve
from payments.api.errors import ApiError, resource_missing
from payments.api.fields import CreatedListParams, Id, ListParams, Metadata, Params
from payments.api.pagination import narrowed, within
from payments.api.resources.payment_intents import merged
from payments.connected_accounts.services.update_reversal import update_reversal
from payments.events.serializers import base
from payments.events.serializers.application_fee import refunds_of_fees, render_refund, reversal_of
from payments.models import Transfer, TransferReversal


class ApplicationFeeListParams(CreatedListParams):
    charge: Id | None = None


class FeeRefundUpdateParams(Params):
    metadata: Metadata = {}


def _narrow(call: Call[ApplicationFeeListParams], rows: QuerySet[Any]) -> QuerySet[Any]:
    """By the account's own payment (py_…), from which a fee is taken, or by the platform's charge behind it (ch_…)."""
    params = call.params
    column = "intent__attempts__charge_id" if (params.charge or "").startswith("ch_") else "payment_id"
    return narrowed(rows.exclude(fee_id=None).filter(within(params.created)), **{column: params.charge})


def refunds(call: Call[ListParams]) -> Answer:
    """Latest first."""
    params = call.params
    transfer: Transfer = call.own("application_fee", "id")
    rows = refunds_of_fees().filter(transfer=transfer)
    if params.starting_after is not None and params.ending_before is not None:
        raise ApiError("You cannot specify both starting_after and ending_before.", param="ending_before")
    if params.starting_after is not None:
        rows = rows.filter(sequence__lt=_one(transfer, params.starting_after, "starting_after", 400).sequence)
    if params.ending_before is not None:
        rows = rows.filter(sequence__gt=_one(transfer, params.ending_before, "ending_before", 400).sequence)
    backwards = params.ending_before is not None
    page_and_one = list(rows.order_by("sequence" if backwards else "-sequence")[: params.limit + 1])
    page = page_and_one[: params.limit]
    shown = [render_refund(transfer.fee_id or "", row).as_json() for row in (page[::-1] if backwards else page)]
    return base.listing(shown, call.url, has_more=len(page_and_one) > params.limit)


def refund(call: Call[Params]) -> Answer:
    transfer: Transfer = call.own("application_fee", "fee")
    return render_refund(transfer.fee_id or "", _one(transfer, call.ids["id"], "id"))


def update_refund(call: Call[FeeRefundUpdateParams]) -> Answer:
    """Its metadata is that of the reversal with which the commission was given back."""
    params = call.params
    transfer: Transfer = call.own("application_fee", "fee")
    row = _one(transfer, call.ids["id"], "id")
    if params.given("metadata"):
        row = update_reversal(reversal_id=row.pk, metadata=merged(row.metadata, params.metadata, not params.metadata))
    return render_refund(transfer.fee_id or "", row)


def _one(transfer: Transfer, id: str, param: str, status: int = 404) -> TransferReversal:
    row = refunds_of_fees().filter(transfer=transfer, pk=reversal_of(id)).first() if "\x00" not in id else None
    if row is None:
        raise resource_missing("fee refund", id, param=param, status=status)
    return row


PATH = "/v1/application_fees"
BACK = PATH + "/{id}/refunds"
ONE_BACK = PATH + "/{fee}/refunds/{id}"
_NAME, _BACK = "application_fees", "FeeRefund"
ENDPOINTS: list[Endpoint[Any]] = [
    listing(PATH, "application_fee", ApplicationFeeListParams, _narrow, "List application fees"),
    retrieve(PATH + "/{id}", "application_fee", "Retrieve an application fee"),
    Endpoint("GET", BACK, _NAME, ListParams, f"list of {_BACK}", refunds, "List an application fee's refunds"),
    Endpoint("GET", ONE_BACK, _NAME, Params, _BACK, refund, "Retrieve an application fee's refund"),
    Endpoint(
        "POST", ONE_BACK, _NAME, FeeRefundUpdateParams, _BACK, update_refund, "Update an application fee's refund"
    ),
]
