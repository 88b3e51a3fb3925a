"""Payments over HTTP, as an external shop makes them: created and confirmed by `/v1`, completed by a signed IPN."""

import itertools
import json
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from payments.providers.vnpay import protocol

_serial = itertools.count()


def run(port: int, demo: Mapping[str, Any], *, connections: int, seconds: float) -> float:
    """Payments a second, two requests each, over persistent connections. Raises AssertionError on a wrong answer."""
    deadline = time.monotonic() + seconds
    begun = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        done = sum(pool.map(lambda _: _live_until(port, demo, deadline), range(connections)))
    return done / (time.perf_counter() - begun)


def _live_until(port: int, demo: Mapping[str, Any], deadline: float) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    count = 0
    while time.monotonic() < deadline:
        _live(connection, demo)
        count += 1
    connection.close()
    return count


def _live(connection: HTTPConnection, demo: Mapping[str, Any]) -> None:
    parameters = {
        "amount": "300000",
        "currency": "vnd",
        "confirm": "true",
        "payment_method_data[type]": "vnpay",
        "return_url": "http://shop.example/tro-ve",
    }
    headers = {
        "Authorization": f"Bearer {demo['stripe']['secret_key']}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Idempotency-Key": f"bench-{next(_serial)}",
    }
    created = _send(connection, "POST", "/v1/payment_intents", urlencode(parameters), headers)
    assert created["status"] == "requires_action", created
    query = _ipn(created["next_action"]["redirect_to_url"]["url"], demo["vnpay"]["hash_secret"])
    received = _send(connection, "GET", f"{urlsplit(demo['vnpay']['ipn_url']).path}?{query}")
    assert received["RspCode"] == "00", received


def _ipn(pay_url: str, secret: str) -> str:
    """The signed query with which VNPay reports that an attempt was paid."""
    sent = dict(parse_qsl(urlsplit(pay_url).query))
    reported = {name: sent[name] for name in ("vnp_TmnCode", "vnp_Amount", "vnp_OrderInfo", "vnp_TxnRef")} | {
        "vnp_BankCode": "NCB",
        "vnp_PayDate": sent["vnp_CreateDate"],
        "vnp_TransactionNo": "14422574",
        "vnp_ResponseCode": "00",
        "vnp_TransactionStatus": "00",
    }
    return f"{protocol.canonical(reported)}&vnp_SecureHash={protocol.sign(reported, secret)}"


def _send(
    connection: HTTPConnection, method: str, path: str, body: str | None = None, headers: Mapping[str, str] = {}
) -> dict[str, Any]:
    connection.request(method, path, body, dict(headers))
    response = connection.getresponse()
    answer = response.read()
    assert response.status == 200, (path, response.status, answer[:500])
    result: dict[str, Any] = json.loads(answer)
    return result
