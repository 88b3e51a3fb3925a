"""Casso's call (v2): one transfer below `data`, signed with HMAC-SHA512.

X-Casso-Signature: t=<milliseconds>,v1=<hex> over "<t>.<JSON with its keys sorted, compact>". The message is signed, not
its bytes: it is parsed and written again as JavaScript writes it. It wants 200 {"success": true}.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import orjson

from payments.bank.feeds import fields
from payments.bank.feeds.base import Message, TransactionNotification, Unreadable

# Casso documents no time limit, nor whether a repeated call has a new signature. A replay has no effect: a
# transfer is ingested once.
TOLERANCE = timedelta(hours=1)


class Casso:
    code = "casso"
    acknowledgement = {"success": True}

    def verify(self, message: Message, secret: str, settings: Mapping[str, Any]) -> bool:
        header = re.fullmatch(r"t=(\d{1,15}),\s*v1=([0-9a-f]{128})", message.headers.get("x-casso-signature", ""))
        data = fields.json_object(message.body)
        if header is None or data is None:
            return False
        return fields.same(header[2], sign(data, header[1], secret)) and fields.is_recent(
            int(header[1]) / 1000, TOLERANCE
        )

    def read(self, message: Message) -> Sequence[TransactionNotification]:
        whole = fields.json_object(message.body)
        if whole is None:
            raise Unreadable("body")
        data = fields.part(whole, "data")
        if data.get("id") == 0:
            return []  # "try it out" in Casso's settings
        return [
            TransactionNotification(
                external_id=fields.needed(data, "id"),
                account_numbers=(
                    fields.needed(data, "accountNumber"),
                    fields.text(data, "virtualAccountNumber", 40),
                ),
                amount=fields.dong(data, "amount"),
                content=fields.text(data, "description"),
                booked_at=fields.moment(data, "transactionDateTime"),
                bank_reference=fields.text(data, "reference", 80),
                payload=data,
            )
        ]


def sign(data: Mapping[str, Any], stamp: str, secret: str) -> str:
    """The v1 of a message sent at `stamp` (Unix time in milliseconds); "" without a secret."""
    if not secret:
        return ""
    signed = stamp.encode() + b"." + orjson.dumps(_sorted(data))
    return hmac.new(secret.encode(), signed, hashlib.sha512).hexdigest()


def _sorted(value: Any) -> Any:
    """Objects by their keys at every depth, lists as they are; 5.0 is 5, as in JavaScript."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, float) and value.is_integer():
        return int(value) if abs(value) < 2**63 else value
    return value
