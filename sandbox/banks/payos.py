"""The stand-in for payOS's payment links: checks the request as payOS does and answers with a QR, signed."""

import secrets
from collections.abc import Mapping
from typing import Any

from payments.base.feed_secrets import secrets_of
from payments.models import BankFeed, FeedKind
from payments.providers.vietqr import napas
from payments.providers.vietqr.payos_signing import sign

_SIGNED = ("amount", "cancelUrl", "description", "orderCode", "returnUrl")


def answer(payload: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, Any]:
    """POST /v2/payment-requests, in this process."""
    feed = _client(headers)
    if feed is None:
        return {"code": "401", "desc": "Thông tin xác thực không đúng", "data": None}
    key = secrets_of(feed)["key"]
    if payload.get("signature") != sign({name: payload[name] for name in _SIGNED}, key):
        return {"code": "201", "desc": "Mã kiểm tra (signature) không hợp lệ", "data": None}
    account = feed.account
    data = {
        "bin": account.bin,
        "accountNumber": account.number,
        "accountName": account.holder,
        "amount": payload["amount"],
        "description": payload["description"],
        "orderCode": payload["orderCode"],
        "currency": "VND",
        "paymentLinkId": secrets.token_hex(16),
        "status": "PENDING",
        "expiredAt": payload["expiredAt"],
        "checkoutUrl": "",
        "qrCode": napas.qr_text(
            bin=account.bin,
            number=account.number,
            amount=payload["amount"],
            words={napas.PURPOSE: payload["description"]},
        ),
    }
    return {"code": "00", "desc": "success", "data": data, "signature": sign(data, key)}


def _client(headers: Mapping[str, str]) -> BankFeed | None:
    """The owner of this client id and key."""
    for feed in BankFeed.objects.filter(kind=FeedKind.PAYOS, is_active=True).select_related("account"):
        known = secrets_of(feed)
        if (known.get("client_id"), known.get("api_key")) == (headers.get("x-client-id"), headers.get("x-api-key")):
            return feed
    return None
