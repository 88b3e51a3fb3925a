"""/v1/balance_transactions: every change of a balance, also under Stripe's older name /v1/balance/history."""

from typing import Any

from django.db.models import QuerySet

from payments.api.endpoint import Call, Endpoint, listing, retrieve
from payments.api.fields import CreatedListParams, CurrencyName, Id
from payments.api.pagination import narrowed, within


class BalanceTransactionListParams(CreatedListParams):
    currency: CurrencyName | None = None
    payout: Id | None = None
    source: Id | None = None
    type: Id | None = None


def _narrow(call: Call[BalanceTransactionListParams], rows: QuerySet[Any]) -> QuerySet[Any]:
    params = call.params
    rows = rows.filter(within(params.created))
    if params.payout is not None:
        call.find("payout", params.payout, param="payout")
        rows = rows.filter(source=params.payout)
    return narrowed(rows, source=params.source, type=params.type)


_NAME = "balance_transaction"
ENDPOINTS: list[Endpoint[Any]] = [
    listing("/v1/balance_transactions", _NAME, BalanceTransactionListParams, _narrow, "List balance transactions"),
    retrieve("/v1/balance_transactions/{id}", _NAME, "Retrieve a balance transaction"),
    listing(
        "/v1/balance/history", _NAME, BalanceTransactionListParams, _narrow, "List balance transactions (older name)"
    ),
    retrieve("/v1/balance/history/{id}", _NAME, "Retrieve a balance transaction (older name)"),
]
