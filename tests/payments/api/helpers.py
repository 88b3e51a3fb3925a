"""Buyers for the API's tests."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import stripe


def at_vnpay(server: str, url: str, outcome: str = "success") -> dict[str, Any]:
    """The buyer at VNPay's address `url`, by the stand-in's control."""
    reference = parse_qs(urlsplit(url).query)["vnp_TxnRef"][0]
    answer = httpx.post(f"{server}/vnpay-sandbox/control", json={"txn_ref": reference, "outcome": outcome})
    assert answer.status_code == 200, answer.text
    reported: dict[str, Any] = answer.json()
    return reported


def paid(platform: stripe.StripeClient, server: str, **params: Any) -> stripe.PaymentIntent:
    """An intent of the platform that was paid at VNPay."""
    intent = platform.v1.payment_intents.create(
        {
            "currency": "vnd",
            "confirm": True,
            "payment_method_data": {"type": "vnpay"},
            "return_url": "https://shop.example/done",
        }
        | params
    )
    at_vnpay(server, intent.next_action.redirect_to_url.url)
    return platform.v1.payment_intents.retrieve(intent.id)


def refusal(call: Any, *arguments: Any) -> stripe.InvalidRequestError:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        call(*arguments)
    return refused.value
