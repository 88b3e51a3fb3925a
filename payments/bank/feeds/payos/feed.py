"""payOS's call: the transfer below `data`, signed in the body with HMAC-SHA256 over k=v&… in the order of the keys."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from payments.bank.feeds import fields
from payments.bank.feeds.base import Message, TransactionNotification, Unreadable


class PayOS:
    code = "payos"
    acknowledgement = {"success": True}

    def verify(self, message: Message, secret: str, settings: Mapping[str, Any]) -> bool:
        whole = fields.json_object(message.body) or {}
        data, signature = whole.get("data"), whole.get("signature")
        if not isinstance(data, dict) or not isinstance(signature, str):
            return False
        return fields.same(signature, sign(data, secret))

    def read(self, message: Message) -> Sequence[TransactionNotification]:
        whole = fields.json_object(message.body)
        if whole is None:
            raise Unreadable("body")
        data = fields.part(whole, "data")
        if fields.text(data, "code") not in ("", "00"):
            return []  # it tells of a failure: no money came
        reference = fields.text(data, "reference", 60)
        return [
            TransactionNotification(
                external_id=f"{fields.needed(data, 'paymentLinkId', 38)}:{reference}",
                account_numbers=(
                    fields.text(data, "accountNumber", 40),
                    fields.text(data, "virtualAccountNumber", 40),
                ),
                amount=fields.dong(data, "amount"),
                content=fields.text(data, "description"),
                booked_at=fields.moment(data, "transactionDateTime"),
                bank_reference=reference,
                order_code=fields.dong(data, "orderCode"),
                payload=data,
            )
        ]


def sign(data: Mapping[str, Any], secret: str) -> str:
    """The signature of an object; "" without a secret. Also of a request: over the fields that payOS names for it."""
    if not secret:
        return ""
    line = "&".join(f"{key}={_said(data[key])}" for key in sorted(data))
    return hmac.new(secret.encode(), line.encode(), hashlib.sha256).hexdigest()


def _said(value: Any) -> str:
    """A value as payOS's own library joins it: nothing is empty, lists are JSON with sorted objects."""
    if value is None or value in ("null", "undefined"):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        ordered = [dict(sorted(item.items())) if isinstance(item, dict) else item for item in value]
        return orjson.dumps(ordered).decode()
    if isinstance(value, dict):
        return "[object Object]"
    return str(value)
