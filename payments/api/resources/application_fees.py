"""/v1/application_fees: the platform's commission on what it passed on."""

from typing import Any, Literal

from django.db.models import QuerySet

from payments.api.endpoint import Answer, Call, Endpoint, listing, retrieve
from payments.api.fields import CreatedListParams, Id, ListParams
from payments.api.pagination import narrowed, within
from payments.events.serializers.application_fee import FeeRefund, refunds_of_fees, render_refund
from payments.events.serializers.base import ApiObject
from payments.models import Transfer


class FeeRefunds(ApiObject):
    object: Literal["list"] = "list"
    data: list[FeeRefund]
    has_more: bool
    url: str


class ApplicationFeeListParams(CreatedListParams):
    charge: Id | None = None


def _narrow(call: Call[ApplicationFeeListParams], rows: QuerySet[Any]) -> QuerySet[Any]:
    """By the account's own payment (py_…), from which a fee is taken, or by the platform's charge behind it (ch_…)."""
    params = call.params
    column = "intent__attempts__charge_id" if (params.charge or "").startswith("ch_") else "payment_id"
    return narrowed(rows.exclude(fee_id=None).filter(within(params.created)), **{column: params.charge})


def refunds(call: Call[ListParams]) -> Answer:
    """Latest first; a fee has few."""
    transfer: Transfer = call.own("application_fee", "id")
    back = refunds_of_fees().filter(transfer=transfer).order_by("-sequence")
    shown = list(back[: call.params.limit + 1])
    data = [render_refund(transfer.fee_id or "", row) for row in shown[: call.params.limit]]
    return FeeRefunds(data=data, has_more=len(shown) > call.params.limit, url=call.url)


PATH = "/v1/application_fees"
ENDPOINTS: list[Endpoint[Any]] = [
    listing(PATH, "application_fee", ApplicationFeeListParams, _narrow, "List application fees"),
    retrieve(PATH + "/{id}", "application_fee", "Retrieve an application fee"),
    Endpoint(
        "GET", PATH + "/{id}/refunds", "application_fees", ListParams, "ApplicationFeeRefunds", refunds,
        "List an application fee's refunds", shape=FeeRefunds,
    ),
]  # fmt: skip
