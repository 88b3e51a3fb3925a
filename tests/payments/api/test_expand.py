"""`expand[]`: objects in place of ids, nested and in lists, without objects that the key may not read."""

import pytest

from payments.api.services.create_api_key import create_api_key
from payments.connected_accounts.services.create_transfer import create_transfer
from tests.payments.api.conftest import Api

INTENTS = "/v1/payment_intents"
CASH = "currency=vnd&payment_method_data[type]=cash&confirm=true"


@pytest.fixture
def paid(api: Api) -> dict:
    return api.post(INTENTS, f"amount=1000&{CASH}")[1]


def test_nested_fields_are_expanded(api: Api, paid: dict) -> None:
    _, intent = api.get(f"{INTENTS}/{paid['id']}?expand[0]=latest_charge.balance_transaction&expand[1]=payment_method")
    charge = intent["latest_charge"]
    assert (charge["object"], charge["id"]) == ("charge", paid["latest_charge"])
    assert charge["balance_transaction"]["source"] == charge["id"]
    assert (intent["payment_method"]["object"], intent["payment_method"]["type"]) == ("payment_method", "cash")
    _, charge = api.get(f"/v1/charges/{charge['id']}?expand[]=payment_intent.latest_charge.balance_transaction.source")
    assert charge["payment_intent"]["latest_charge"]["balance_transaction"]["source"]["id"] == charge["id"]


def test_fields_of_a_list_are_expanded(api: Api, paid: dict) -> None:
    other = api.post(INTENTS, f"amount=2000&{CASH}")[1]
    _, page = api.get(f"{INTENTS}?expand[]=data.latest_charge.balance_transaction")
    assert [one["latest_charge"]["balance_transaction"]["amount"] for one in page["data"]] == [2_000, 1_000]
    assert [one["id"] for one in page["data"]] == [other["id"], paid["id"]]


def test_fields_of_a_hash_are_expanded(api: Api, payee: str) -> None:
    body = f"amount=1000&{CASH}&transfer_data[destination]={payee}&expand[]=transfer_data.destination"
    _, intent = api.post(INTENTS, body)
    assert (intent["transfer_data"]["destination"]["object"], intent["transfer_data"]["destination"]["id"]) == (
        "account",
        payee,
    )


def test_fields_of_an_inner_list_are_expanded(api: Api, paid: dict) -> None:
    api.post("/v1/refunds", f"payment_intent={paid['id']}&amount=100")
    _, charge = api.get(f"/v1/charges/{paid['latest_charge']}?expand[]=refunds.data.balance_transaction")
    assert charge["refunds"]["data"][0]["balance_transaction"]["net"] == -100


def test_created_object_is_expanded(api: Api) -> None:
    _, intent = api.post(INTENTS, f"amount=1000&{CASH}&expand[]=latest_charge")
    assert intent["latest_charge"]["paid"] is True
    _, refund = api.post("/v1/refunds", f"payment_intent={intent['id']}&expand[]=charge&expand[]=payment_intent")
    assert (refund["charge"]["amount_refunded"], refund["payment_intent"]["id"]) == (1_000, intent["id"])


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("foo", "This property cannot be expanded (foo)."),
        ("latest_charge.foo", "This property cannot be expanded (latest_charge.foo)."),
        ("amount", "This property cannot be expanded (amount)."),
        ("data.latest_charge", "This property cannot be expanded (data.latest_charge)."),
        ("metadata", "This property cannot be expanded (metadata)."),
        (
            "latest_charge.payment_intent.latest_charge.payment_intent.latest_charge",
            "You cannot expand more than 4 levels of a property. Property: "
            "latest_charge.payment_intent.latest_charge.payment_intent.latest_charge",
        ),
    ],
)
def test_unexpandable_field_is_refused(api: Api, paid: dict, path: str, message: str) -> None:
    status, answer = api.get(f"{INTENTS}/{paid['id']}?expand[]={path}")
    assert (status, answer["error"]["message"], answer["error"]["param"]) == (400, message, "expand")


def test_expand_on_a_list_points_to_data(api: Api) -> None:
    _, answer = api.get(f"{INTENTS}?expand[]=latest_charge")
    assert answer["error"]["message"] == (
        "This property cannot be expanded (latest_charge). You may want to try expanding 'data.latest_charge' instead."
    )


def test_a_payee_sees_no_more_than_its_own(api: Api, paid: dict, payee: str) -> None:
    transfer = create_transfer(intent_id=paid["id"], amount=400, payee_id=payee, reference="one")
    own = Api(create_api_key(payee_id=payee)[1])
    path = f"/v1/charges/{transfer.payment_id}?expand[]=source_transfer&expand[]=balance_transaction"
    _, payment = own.get(path)
    assert payment["source_transfer"] == transfer.pk
    assert (payment["amount"], payment["balance_transaction"]["net"]) == (400, 400)
    _, seen = own.get("/v1/balance_transactions?expand[]=data.source")
    assert [line["source"]["id"] for line in seen["data"]] == [transfer.payment_id]
    assert own.get(f"/v1/charges/{paid['latest_charge']}")[0] == 404
