"""payOS's call: the transfer below `data`, signed in the body with HMAC-SHA256 over k=v&… in the order of the keys."""

from collections.abc import Mapping, Sequence
from typing import Any

from payments.bank.feeds import fields
from payments.bank.feeds.base import Message, TransactionNotification, Unreadable
from payments.providers.vietqr.payos_signing import sign


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
            return []  # it reports a failure: no money came
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
