"""A whole checkout by GraphQL, as a program does it: from the empty cart to VNPay's applied IPN."""

import hashlib
import hmac
import itertools
import json
import time
import uuid
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qsl, quote_plus, urlsplit

SECRET = "CHOXA-SANDBOX-SECRET-0123456789"  # marketplace.market_settings: the stand-in's
ADDRESS = {
    "firstName": "Trần Thị Lan",
    "phone": "0912345678",
    "streetAddress1": "12/3 Lê Lai",
    "communeCode": "30076",
}
IN_STEPS = (
    """mutation ($input: CheckoutCreateInput!) { checkoutCreate(input: $input) {
      checkout { id totalPrice { gross { amount } } } errors { field message code } } }""",
    """mutation ($id: ID!, $amount: PositiveDecimal) {
      transactionInitialize(id: $id, paymentGateway: {id: "vnpay"}, amount: $amount) {
        data errors { field message code } } }""",
)
AT_ONCE = """mutation ($input: CheckoutCreateInput!) { checkoutCreate(input: $input) {
  data errors { field message code } } }"""
_serial = itertools.count(1)

# Sends (method, path, body) and returns the answer's body.
Send = Callable[[str, str, bytes | None], bytes]


def offers_one_request(schema: str) -> bool:
    """Whether `checkoutCreate` places and pays, by the text of a schema."""
    return "input CheckoutPaymentInput" in schema


def buy(send: Send, variants: Sequence[int], *, at_once: bool) -> None:
    """One of each variant, bought and paid. Raises AssertionError on any refusal."""
    lines = [{"variantId": global_id("ProductVariant", pk), "quantity": 1} for pk in variants]
    details: dict[str, Any] = {"lines": lines, "shippingAddress": ADDRESS}
    if at_once:
        details["payment"] = {"gateway": {"id": "vnpay"}, "idempotencyKey": str(uuid.uuid4())}
        paying = _ask(send, AT_ONCE, "checkoutCreate", input=details)
    else:
        checkout = _ask(send, IN_STEPS[0], "checkoutCreate", input=details)["checkout"]
        amount = int(checkout["totalPrice"]["gross"]["amount"])
        paying = _ask(send, IN_STEPS[1], "transactionInitialize", id=checkout["id"], amount=amount)
    data = paying["data"]
    url = (json.loads(data) if isinstance(data, str) else data)["redirectUrl"]
    answer = json.loads(send("GET", f"/payments/vnpay/ipn?{ipn(url)}", None))
    assert answer["RspCode"] == "00", answer


def ipn(pay_url: str) -> str:
    """The signed query by which VNPay reports that an attempt was paid."""
    sent = dict(parse_qsl(urlsplit(pay_url).query))
    reported = {name: sent[name] for name in ("vnp_TmnCode", "vnp_Amount", "vnp_OrderInfo", "vnp_TxnRef")} | {
        "vnp_BankCode": "NCB",
        "vnp_PayDate": sent["vnp_CreateDate"],
        "vnp_TransactionNo": f"{14_000_000 + next(_serial)}",
        "vnp_ResponseCode": "00",
        "vnp_TransactionStatus": "00",
    }
    query = "&".join(f"{name}={quote_plus(value)}" for name, value in sorted(reported.items()))
    return f"{query}&vnp_SecureHash={hmac.new(SECRET.encode(), query.encode(), hashlib.sha512).hexdigest()}"


def global_id(kind: str, pk: int) -> str:
    return b64encode(f"{kind}:{pk}".encode()).decode()


def _ask(send: Send, query: str, field: str, **variables: Any) -> dict[str, Any]:
    answer = json.loads(send("POST", "/graphql/", json.dumps({"query": query, "variables": variables}).encode()))
    assert "errors" not in answer, answer
    result: dict[str, Any] = answer["data"][field]
    assert not result["errors"], result["errors"]
    return result


def over_http(port: int) -> Send:
    """Sends over one persistent connection."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers: Mapping[str, str] = {"Content-Type": "application/json"}

    def send(method: str, path: str, body: bytes | None) -> bytes:
        connection.request(method, path, body, headers if body else {})
        response = connection.getresponse()
        answer = response.read()
        assert response.status == 200, (path.split("?")[0], response.status, answer[:500])
        return answer

    return send


def orders_a_second(port: int, variants: Sequence[int], *, at_once: bool, clients: int, seconds: float) -> float:
    """Whole checkouts a second by this many buyers, each of goods of its own."""
    deadline = time.monotonic() + seconds

    def run(client: int) -> int:
        send, count = over_http(port), 0
        while time.monotonic() < deadline:
            buy(send, [variants[(client + count * clients) % len(variants)]], at_once=at_once)
            count += 1
        return count

    begun = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        done = sum(pool.map(run, range(clients)))
    return done / (time.perf_counter() - begun)
