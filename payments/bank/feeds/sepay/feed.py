"""SePay's call: one transfer in one flat object, signed with HMAC-SHA256 or carrying an API key.

X-SePay-Signature: sha256=<hex> over "<X-SePay-Timestamp>.<body>", at most five minutes old; or, as the feed is set,
Authorization: Apikey <key>. It wants 200 {"success": true}, else it calls seven times more within half an hour.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from payments.bank.feeds import fields
from payments.bank.feeds.base import Message, TransactionNotification, Unreadable

TOLERANCE = timedelta(minutes=5)


class SePay:
    code = "sepay"
    acknowledgement = {"success": True}

    def verify(self, message: Message, secret: str, settings: Mapping[str, Any]) -> bool:
        if settings.get("auth") == "apikey":
            return fields.same(message.headers.get("authorization", ""), f"Apikey {secret}" if secret else "")
        stamp = message.headers.get("x-sepay-timestamp", "")
        if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12):
            return False
        right = fields.same(message.headers.get("x-sepay-signature", ""), sign(message.body, stamp, secret))
        return right and fields.is_recent(int(stamp), TOLERANCE)

    def read(self, message: Message) -> Sequence[TransactionNotification]:
        data = fields.json_object(message.body)
        if data is None:
            raise Unreadable("body")
        way = fields.needed(data, "transferType")
        if way not in ("in", "out"):
            raise Unreadable("transferType")
        amount = abs(fields.dong(data, "transferAmount"))
        return [
            TransactionNotification(
                external_id=fields.needed(data, "id"),
                account_numbers=(fields.needed(data, "accountNumber"), fields.text(data, "subAccount", 40)),
                amount=amount if way == "in" else -amount,
                content=fields.text(data, "content") or fields.text(data, "description"),
                booked_at=fields.moment(data, "transactionDate"),
                bank_reference=fields.text(data, "referenceCode", 80),
                payload=data,
            )
        ]


def sign(body: bytes, stamp: str, secret: str) -> str:
    """The X-SePay-Signature of a body sent at a Unix time; "" without a secret."""
    if not secret:
        return ""
    return "sha256=" + hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
