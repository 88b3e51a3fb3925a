"""Every object of `/v1` as it is answered, field by field and in its order, against `answers.json`.

After a change that is meant, write the file anew: `WRITE_ANSWERS=1 pytest -n 0 tests/payments/api/test_answers.py`.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from payments.models import Attempt
from tests.payments.api.conftest import Api
from tests.payments.bank.helpers import make_account
from tests.payments.helpers import message

FILE = Path(__file__).with_name("answers.json")
_PREFIXES = "pi|pm|cus|ch|py|re|tr|trr|fee|fr|po|acct|txn|evt|we|cs_test|ba|li|price|prod|prv|req|whsec"
_ID = re.compile(rf"\b({_PREFIXES})_(?!platform)\w+")
_RANDOM = ("data", "last4", "reference", "txn_ref", "url", "redirect_url", "statement_descriptor")  # made by chance


SESSION = (
    "mode=payment&success_url=https://shop.example/done&line_items[0][quantity]=1&line_items[0][price_data][currency]=vnd"
    "&line_items[0][price_data][unit_amount]=40000&line_items[0][price_data][product_data][name]=Mango"
)


class Named:
    """Ids and moments replaced by their order of appearance."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}

    def text(self, text: str) -> str:
        if text.startswith("CXRT"):  # the code in a payout's transfer
            return "code"
        return _ID.sub(lambda result: self.ids.setdefault(result[0], f"{result[1]}_{len(self.ids)}"), text)

    def plain(self, value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: self.plain(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.plain(inner, name) for inner in value]
        if isinstance(value, str):
            if name == "pay_date":
                return "moment"
            if name in ("image_url_png", "image_url_svg", "hosted_instructions_url"):
                return "address"
            return "random" if name in _RANDOM and not value.startswith("/v1/") else self.text(value)
        if isinstance(value, int) and value > 1_600_000_000:
            return "moment"
        return value


def live(api: Api) -> dict[str, Any]:
    """The answers of a scenario that creates every kind of object, by the name of each step."""
    answers: dict[str, Any] = {}

    def keep(name: str, answer: tuple[int, dict[str, Any]]) -> dict[str, Any]:
        assert answer[0] == 200, answer[1]
        answers[name] = answer[1]
        return answer[1]

    post, get = api.post, api.get
    seller = keep(
        "account",
        post(
            "/v1/accounts",
            "country=VN&business_type=company&company[name]=HTX M&company[tax_id]=1400000001&email=a@b.vn"
            "&settings[payouts][schedule][interval]=weekly&settings[payouts][schedule][weekly_anchor]=friday"
            "&metadata[a]=1&external_account[object]=bank_account&external_account[country]=VN"
            "&external_account[currency]=vnd&external_account[account_number]=0123456789"
            "&external_account[routing_number]=970436&external_account[account_holder_name]=HTX M",
        ),
    )["id"]
    keep("account_of_an_individual", post("/v1/accounts", "business_type=individual&individual[last_name]=Lan"))
    own = {"Stripe-Account": seller}
    keep("platform", get("/v1/account"))
    paid = keep(
        "intent_paid_and_passed_on",
        post(
            "/v1/payment_intents",
            "amount=200000&currency=vnd&confirm=true&payment_method_types[]=cash&payment_method_data[type]=cash"
            f"&transfer_data[destination]={seller}&application_fee_amount=10000&description=X&metadata[order]=1"
            "&receipt_email=b@c.vn&transfer_group=g1",
        ),
    )
    charge = keep("charge", get(f"/v1/charges/{paid['latest_charge']}?expand[]=balance_transaction&expand[]=transfer"))
    keep("payment_of_the_seller", get(f"/v1/charges/{charge['transfer']['destination_payment']}", **own))
    keep("application_fee", get(f"/v1/application_fees/{charge['application_fee']}"))
    keep(
        "refund",
        post(
            "/v1/refunds",
            f"charge={charge['id']}&amount=100000&reason=duplicate&reverse_transfer=true&refund_application_fee=true"
            "&metadata[why]=late&expand[]=transfer_reversal",
        ),
    )
    keep("charge_refunded", get(f"/v1/charges/{charge['id']}"))
    keep("fee_refunded", get(f"/v1/application_fees/{charge['application_fee']}"))
    keep("transfer_reversed", get(f"/v1/transfers/{charge['transfer']['id']}?expand[]=source_transaction"))
    tried = keep("intent", post("/v1/payment_intents", "amount=50000&currency=vnd"))
    by_vnpay = "payment_method_data[type]=vnpay&return_url=https://shop.example/done"
    keep("intent_redirected", post(f"/v1/payment_intents/{tried['id']}/confirm", by_vnpay))
    attempt = Attempt.objects.get(intent=tried["id"])
    ipn = message(attempt, "51", vnp_PayDate=f"{attempt.created_at:%Y%m%d}190000")
    Client().get("/payments/vnpay/ipn", ipn)
    failed = keep("intent_failed", get(f"/v1/payment_intents/{tried['id']}?expand[]=latest_charge"))
    keep("payment_method", get(f"/v1/payment_methods/{failed['last_payment_error']['payment_method']['id']}"))
    keep("intent_canceled", post(f"/v1/payment_intents/{tried['id']}/cancel", "cancellation_reason=abandoned"))
    household = make_account(number="1000000001")
    keep(
        "intent_by_transfer",
        post(
            "/v1/payment_intents",
            "amount=80000&currency=vnd&confirm=true&payment_method_types[]=vietqr&payment_method_data[type]=vietqr"
            "&payment_method_options[vietqr][expires_after_seconds]=600",
            **{"Stripe-Account": str(household.payee_id)},
        ),
    )
    keep("payout", post("/v1/payouts", "amount=30000&currency=vnd&description=P", **own))
    canceled = keep("payout_two", post("/v1/payouts", "amount=20000&currency=vnd&metadata[a]=1", **own))
    keep("payout_canceled", post(f"/v1/payouts/{canceled['id']}/cancel", **own))
    keep("balance", get("/v1/balance"))
    keep("balance_of_the_seller", get("/v1/balance", **own))
    keep("lines", get("/v1/balance_transactions"))
    keep("lines_of_the_seller", get("/v1/balance_transactions", **own))
    session = keep(
        "session",
        post(
            "/v1/checkout/sessions",
            "mode=payment&success_url=https://shop.example/done&cancel_url=https://shop.example/no&metadata[a]=1"
            "&line_items[0][quantity]=2&line_items[0][price_data][currency]=vnd"
            "&line_items[0][price_data][unit_amount]=40000&line_items[0][price_data][product_data][name]=Mango"
            "&client_reference_id=c1&customer_email=a@b.vn&locale=vi",
        ),
    )
    keep("session_expired", post(f"/v1/checkout/sessions/{session['id']}/expire", "expand[]=payment_intent"))
    keep("session_lines", get(f"/v1/checkout/sessions/{session['id']}/line_items"))
    buyer = keep(
        "customer",
        post(
            "/v1/customers",
            "name=Lan&email=l@b.vn&phone=0912345678&description=d&metadata[a]=1&preferred_locales[]=vi"
            "&address[city]=Cao Lanh&address[line1]=12 Le Lai"
            "&shipping[name]=Lan&shipping[address][line1]=12 Le Lai&expand[]=sources",
        ),
    )["id"]
    keep(
        "intent_of_the_customer",
        post(
            "/v1/payment_intents",
            f"amount=40000&currency=vnd&confirm=true&payment_method_data[type]=cash&customer={buyer}&expand[]=customer"
            "&payment_method_data[billing_details][name]=Lan"
            "&payment_method_data[billing_details][address][city]=Cao Lanh"
            "&payment_method_data[billing_details][email]=l@b.vn&payment_method_data[billing_details][phone]=0912345678"
            "&expand[]=latest_charge&expand[]=payment_method",
        ),
    )
    keep("session_of_the_customer", post("/v1/checkout/sessions", f"{SESSION}&customer={buyer}"))
    keep("customers", get("/v1/customers?email=l@b.vn"))
    deleted = api.ask("DELETE", f"/v1/customers/{buyer}")
    keep("customer_deleted", (deleted.status_code, deleted.json()))
    endpoint = keep(
        "webhook_endpoint",
        post("/v1/webhook_endpoints", "url=https://a.example/hook&enabled_events[]=charge.succeeded&description=d"),
    )
    keep("webhook_endpoint_disabled", post(f"/v1/webhook_endpoints/{endpoint['id']}", "disabled=true"))
    events = keep("events", get("/v1/events?limit=100"))
    for event in events["data"]:  # the objects are those above, at an earlier moment
        event["data"] = {"object": event["data"]["object"]["object"], **_previous(event["data"])}
    keep("events_of_the_seller", get("/v1/events?limit=2", **own))
    return answers


def _previous(data: dict[str, Any]) -> dict[str, Any]:
    return {"previous_attributes": data["previous_attributes"]} if "previous_attributes" in data else {}


@pytest.mark.usefixtures("db")
def test_objects_are_answered_as_before(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("payments.webhooks.addresses.resolve", lambda host, port: ["1.1.1.1"])
    answers = Named().plain(live(api))
    text = json.dumps(answers, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("WRITE_ANSWERS"):
        FILE.write_text(text)
    assert text == FILE.read_text()
