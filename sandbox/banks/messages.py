"""The calls of each feed about a transfer, signed as the feed signs: bodies and headers as documented."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from core import clock
from payments.bank.feeds.base import Message
from payments.bank.feeds.casso import feed as casso
from payments.bank.feeds.sepay import feed as sepay
from payments.base.banks import bank_name
from payments.base.feed_secrets import secrets_of
from payments.models import BankFeed
from payments.providers.vietqr.payos_signing import sign


@dataclass(frozen=True)
class Booked:
    """A transfer as the stand-in's bank booked it."""

    number: int  # the feed's own id
    amount: int  # đồng; negative for outgoing transfers
    content: str
    reference: str  # the bank's
    booked_at: datetime
    order_code: int = 0  # the payment link that it pays, if any


def write(feed: BankFeed, booked: Booked, *, bad_signature: bool = False) -> Message:
    """The call of this feed about a transfer into its account."""
    return _WRITERS[feed.kind](feed, booked, "x" if bad_signature else secrets_of(feed).get("key", ""))


def _sepay(feed: BankFeed, booked: Booked, key: str) -> Message:
    body = orjson.dumps(
        {
            "id": booked.number,
            "gateway": bank_name(feed.account.bin),
            "transactionDate": _stamp(booked.booked_at),
            "accountNumber": feed.account.number,
            "subAccount": None,
            "code": None,
            "content": booked.content,
            "transferType": "in" if booked.amount > 0 else "out",
            "description": f"BankAPINotify {booked.content}",
            "transferAmount": abs(booked.amount),
            "referenceCode": booked.reference,
            "accumulated": 0,
        }
    )
    if feed.settings.get("auth") == "apikey":
        return Message(body, {"authorization": f"Apikey {key}"})
    stamp = str(int(clock.now().timestamp()))
    return Message(body, {"x-sepay-timestamp": stamp, "x-sepay-signature": sepay.sign(body, stamp, key)})


def _casso(feed: BankFeed, booked: Booked, key: str) -> Message:
    data: dict[str, Any] = {
        "error": 0,
        "data": {
            "id": booked.number,
            "reference": booked.reference,
            "description": booked.content,
            "amount": booked.amount,
            "runningBalance": 0,
            "transactionDateTime": _stamp(booked.booked_at),
            "accountNumber": feed.account.number,
            "bankName": bank_name(feed.account.bin),
            "bankAbbreviation": bank_name(feed.account.bin),
            "virtualAccountNumber": "",
            "virtualAccountName": "",
            "counterAccountName": "NGUYEN VAN A",
            "counterAccountNumber": "8888888888",
            "counterAccountBankId": "970415",
            "counterAccountBankName": "VietinBank",
        },
    }
    stamp = str(int(clock.now().timestamp() * 1000))
    return Message(orjson.dumps(data), {"x-casso-signature": f"t={stamp},v1={casso.sign(data, stamp, key)}"})


def _payos(feed: BankFeed, booked: Booked, key: str) -> Message:
    data: Mapping[str, Any] = {
        "orderCode": booked.order_code or booked.number,
        "amount": booked.amount,
        "description": booked.content,
        "accountNumber": feed.account.number,
        "reference": booked.reference,
        "transactionDateTime": _stamp(booked.booked_at),
        "currency": "VND",
        "paymentLinkId": f"{booked.order_code or booked.number:032x}",
        "code": "00",
        "desc": "Thành công",
        "counterAccountBankId": "",
        "counterAccountBankName": "",
        "counterAccountName": None,
        "counterAccountNumber": None,
        "virtualAccountName": "",
        "virtualAccountNumber": "",
    }
    whole = {"code": "00", "desc": "success", "success": True, "data": data, "signature": sign(data, key)}
    return Message(orjson.dumps(whole), {})


def _stamp(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M:%S}"


_WRITERS: dict[str, Callable[[BankFeed, Booked, str], Message]] = {"sepay": _sepay, "casso": _casso, "payos": _payos}
