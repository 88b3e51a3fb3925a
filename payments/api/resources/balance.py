"""/v1/balance: the platform's balance, or a payee's."""

from typing import Any

from payments.api.endpoint import Answer, Call, Endpoint
from payments.api.fields import Params
from payments.events.serializers.balance import balance_of, render


def retrieve(call: Call[Params]) -> Answer:
    caller = call.caller
    return render(balance_of(caller.account, caller.livemode), caller.livemode)


ENDPOINTS: list[Endpoint[Any]] = [
    Endpoint("GET", "/v1/balance", "balance", Params, "Balance", retrieve, "Retrieve the balance")
]
