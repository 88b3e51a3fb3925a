"""Objects of `/v1`: of each kind one of the platform (V.platform) and one of the cooperative (V.account)."""

from typing import Any

from django.test import Client

from cooperatives.models import Seller
from payments.api.services.create_api_key import create_api_key
from payments.connected_accounts.services.update_bank import update_bank
from payments.models import Payee
from tests.payments.payouts.helpers import earn

FORM = "application/x-www-form-urlencoded"
CASH = "amount=90000&currency=vnd&payment_method_data[type]=cash&confirm=true"
OPEN = "amount=80000&currency=vnd&payment_method_types[]=cash"
# 93.184.215.14 needs no name server.
HOOK = "url=https://93.184.215.14/hook&enabled_events[]=*"
SESSION = (
    "mode=payment&payment_method_types[]=vietqr&success_url=https://shop.example/&line_items[0][quantity]=1&line_items[0][price_data][currency]=vnd"
    "&line_items[0][price_data][unit_amount]=90000&line_items[0][price_data][product_data][name]=Xoai"
)


def make_api(seller: Seller) -> dict[str, dict[str, Any]]:
    """Create the account's money, and the objects of its API client and of the platform's."""
    payee = Payee.objects.get(pk=seller.payee_ref)
    update_bank(payee_id=payee.pk, bin="970436", number="0071001234567", holder="HTX MAU", hold=False)
    earn(payee, 500_000)
    key = create_api_key()[1]
    mine = Client(headers={"Authorization": f"Bearer {key}"})
    theirs = Client(headers={"Authorization": f"Bearer {key}", "Stripe-Account": payee.pk})
    passed_on = f"{CASH}&transfer_data[destination]={payee.pk}&application_fee_amount=1000"
    back = "amount=9000&reverse_transfer=true&refund_application_fee=true"
    _post(mine, "refunds", f"payment_intent={_post(mine, 'payment_intents', passed_on)['id']}&{back}")
    return {"V.platform": _objects(mine, payee.pk), "V.account": _objects(theirs, payee.pk)}


def _objects(caller: Client, payee: str) -> dict[str, Any]:
    paid = _post(caller, "payment_intents", CASH)
    created = {
        "intent": _post(caller, "payment_intents", OPEN)["id"],
        "charge": paid["latest_charge"],
        "payment_method": paid["payment_method"],
        "customer": _post(caller, "customers", "name=Lan&email=lan@example.vn")["id"],
        "refund": _post(caller, "refunds", f"charge={paid['latest_charge']}&amount=1000")["id"],
        "webhook_endpoint": _post(caller, "webhook_endpoints", HOOK)["id"],
        "session": _post(caller, "checkout/sessions", SESSION)["id"],
        "account": payee,
        "event": _first(caller, "events"),
        "balance": _first(caller, "balance_transactions"),
        "bank": _first(caller, f"accounts/{payee}/external_accounts"),
        "transfer": _first(caller, "transfers"),
        "fee": _first(caller, "application_fees"),
        "payout": _first(caller, "payouts"),
    }
    created["fee_refund"] = created["fee"] and _first(caller, f"application_fees/{created['fee']}/refunds")
    if created["transfer"]:  # the platform's; those of orders belong to the shop
        created["transfer"] = _post(caller, "transfers", f"amount=20000&currency=vnd&destination={payee}")["id"]
        created["reversal"] = _post(caller, f"transfers/{created['transfer']}/reversals", "amount=1000")["id"]
    else:
        created["payout"] = _post(caller, "payouts", "amount=100000&currency=vnd")["id"]
    return {name: id or f"{PREFIXES[name]}none" for name, id in created.items()}


PREFIXES = {
    "transfer": "tr_", "fee": "fee_", "payout": "po_", "reversal": "trr_", "balance": "txn_", "bank": "ba_",
    "event": "evt_", "fee_refund": "fr_",
}  # fmt: skip


def _post(caller: Client, path: str, body: str) -> Any:
    answer = caller.post(f"/v1/{path}", body, content_type=FORM)
    assert answer.status_code == 200, answer.content
    return answer.json()


def _first(caller: Client, path: str) -> str:
    answer = caller.get(f"/v1/{path}?limit=1")
    result = answer.json().get("data") or [{"id": ""}]
    return str(result[0]["id"])


# The kind of object of a path's "id", by the beginning of the path.
NAMED_ID = {
    "/v1/balance": "balance", "/v1/events": "event", "/v1/accounts": "bank", "/v1/transfers/{id}": "transfer",
    "/v1/transfers/{transfer}": "reversal", "/v1/application_fees/{fee}": "fee_refund", "/v1/application_fees": "fee",
}  # fmt: skip


def path_of(pattern: str, supplied: dict[str, Any]) -> str:
    """The path of an operation for an object."""
    kind = next((name for beginning, name in NAMED_ID.items() if pattern.startswith(beginning)), "")
    return pattern.format_map({**supplied, "id": supplied.get(kind, "none_none")}) if "{" in pattern else pattern


# The body of each POST, by operation.
BODIES = {
    "/v1/payment_intents": OPEN,
    "/v1/payment_intents/{intent}": "description=x",
    "/v1/payment_intents/{intent}/confirm": "payment_method_data[type]=cash",
    "/v1/customers": "name=Lan",
    "/v1/customers/{customer}": "name=Hoa",
    "/v1/charges/{charge}": "description=x",
    "/v1/refunds": "charge={charge}&amount=1000",
    "/v1/refunds/{refund}": "metadata[a]=b",
    "/v1/webhook_endpoints": HOOK,
    "/v1/webhook_endpoints/{webhook_endpoint}": "description=x",
    "/v1/accounts": "type=custom&country=VN&business_profile[name]=Ho+moi",
    "/v1/accounts/{account}": "metadata[a]=b",
    "/v1/accounts/{account}/external_accounts": "external_account[object]=bank_account&external_account[country]=VN"
    "&external_account[currency]=vnd&external_account[account_number]=0071007654321"
    "&external_account[routing_number]=970436&external_account[account_holder_name]=HTX+MAU",
    "/v1/transfers": "amount=1000&currency=vnd&destination={account}",
    "/v1/transfers/{transfer}": "description=x",
    "/v1/transfers/{id}/reversals": "amount=1000",
    "/v1/transfers/{transfer}/reversals/{id}": "metadata[a]=b",
    "/v1/application_fees/{fee}/refunds/{id}": "metadata[a]=b",
    "/v1/payouts": "amount=10000&currency=vnd",
    "/v1/payouts/{payout}": "metadata[a]=b",
    "/v1/checkout/sessions": SESSION,
    "/v1/checkout/sessions/{session}": "metadata[a]=b",
}
