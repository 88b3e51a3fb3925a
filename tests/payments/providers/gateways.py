"""The other side of each provider that confirms by callback, so that one suite tests them all."""

from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings

from core import clock
from core.http.client import NoAnswer
from payments.models import Attempt, Refund
from payments.providers.vnpay import api, protocol
from payments.providers.vnpay import api as vnpay_transport
from payments.providers.vnpay import protocol as vnpay_signing
from tests.payments.helpers import message
from tests.payments.providers.dongpay import PAGE
from tests.payments.providers.dongpay import signing as dongpay_signing
from tests.payments.providers.dongpay import transport as dongpay_transport

# What a gateway knows of a payment, and what it does with a refund.
PAID, DECLINED, SUSPECTED, PENDING, UNKNOWN, SILENT = "paid", "declined", "suspected", "pending", "unknown", "silent"
REFUNDED, REFUSED = "refunded", "refused"


class Gateway(Protocol):
    """A provider's own side of the conversation."""

    code: str
    method: str  # of its callback
    too_little: int  # đồng
    too_much: int

    @property
    def page(self) -> str:
        """Where buyers are sent."""

    def signed_message(self, attempt: Attempt, outcome: str, amount: int | None = None) -> dict[str, str]:
        """The signed message of a callback or return; of another amount where one is given."""

    def received(self, answer: dict) -> bool:
        """Whether our answer makes it stop calling."""

    def answers(self, monkeypatch: pytest.MonkeyPatch, attempt: Attempt, outcome: str) -> None:
        """Let it answer status queries of the attempt so."""

    def refunds(self, monkeypatch: pytest.MonkeyPatch, refund: Refund, outcome: str) -> None:
        """Let it answer the request of the refund so."""

    def reference_sent(self, attempt: Attempt) -> str:
        """Our reference in the address to which the buyer is sent."""


class VNPayGateway:
    code, method = "vnpay", "GET"
    too_little, too_much = 4_999, 1_000_000_000
    _codes = {PAID: ("00", "00"), DECLINED: ("51", "02"), SUSPECTED: ("07", "07"), PENDING: ("00", "01")}

    @property
    def page(self) -> str:
        return settings.VNPAY["pay_url"]

    def signed_message(self, attempt: Attempt, outcome: str, amount: int | None = None) -> dict[str, str]:
        changes = {"vnp_Amount": str(amount * 100)} if amount is not None else {}
        return message(attempt, *self._codes[outcome], vnp_PayDate=protocol.stamp(clock.now()), **changes)

    def received(self, answer: dict) -> bool:
        return answer["RspCode"] in ("00", "02")

    def answers(self, monkeypatch: pytest.MonkeyPatch, attempt: Attempt, outcome: str) -> None:
        fields = {
            "vnp_ResponseCode": "91" if outcome == UNKNOWN else "00",
            "vnp_TmnCode": settings.VNPAY["tmn_code"],
            "vnp_TxnRef": attempt.reference,
            "vnp_Amount": str(attempt.amount * 100),
            "vnp_TransactionNo": "14422574",
            "vnp_TransactionStatus": self._codes.get(outcome, ("", ""))[1],
        }
        self._let(monkeypatch, fields, api.QUERYDR_ANSWER, outcome)

    def refunds(self, monkeypatch: pytest.MonkeyPatch, refund: Refund, outcome: str) -> None:
        fields = {
            "vnp_ResponseCode": "00" if outcome == REFUNDED else "95",
            "vnp_TmnCode": settings.VNPAY["tmn_code"],
            "vnp_TxnRef": refund.attempt.reference,
            "vnp_Amount": str(refund.amount * 100),
            "vnp_TransactionNo": "15000001",
            "vnp_TransactionStatus": "00",
        }
        self._let(monkeypatch, fields, api.REFUND_ANSWER, outcome)

    def reference_sent(self, attempt: Attempt) -> str:
        return dict(parse_qsl(urlsplit(attempt.redirect_url).query))["vnp_TxnRef"]

    def _let(self, monkeypatch: pytest.MonkeyPatch, fields: dict[str, str], hashed: list[str], outcome: str) -> None:
        values = api.checksum_values(fields, hashed)
        answer = fields | {"vnp_SecureHash": vnpay_signing.sign_bar(values, settings.VNPAY["hash_secret"])}

        def post(request: object) -> dict[str, str]:
            if outcome == SILENT:
                raise NoAnswer("silent")
            return answer

        monkeypatch.setattr(vnpay_transport, "post", post)


class DongPayGateway:
    code, method = "dongpay", "POST"
    page = PAGE
    too_little, too_much = 999, 50_000_001

    def signed_message(self, attempt: Attempt, outcome: str, amount: int | None = None) -> dict[str, str]:
        return dongpay_signing.signed(
            {
                "merchant": "CHOXA",
                "reference": attempt.reference,
                "amount": str(attempt.amount if amount is None else amount),
                "status": "no_money" if outcome == DECLINED else outcome,
                "number": "14422574",
                "wallet": "card",
                "at": clock.now().isoformat(),
            }
        )

    def received(self, answer: dict) -> bool:
        return bool(answer["received"])

    def answers(self, monkeypatch: pytest.MonkeyPatch, attempt: Attempt, outcome: str) -> None:
        self._let(monkeypatch, self.signed_message(attempt, outcome), outcome)

    def refunds(self, monkeypatch: pytest.MonkeyPatch, refund: Refund, outcome: str) -> None:
        fields = {"id": refund.pk, "status": outcome, "number": "15000001"}
        self._let(monkeypatch, dongpay_signing.signed(fields), outcome)

    def reference_sent(self, attempt: Attempt) -> str:
        return dict(parse_qsl(urlsplit(attempt.redirect_url).query))["reference"]

    def _let(self, monkeypatch: pytest.MonkeyPatch, answer: dict[str, str], outcome: str) -> None:
        def post(request: object) -> dict[str, str]:
            if outcome == SILENT:
                raise NoAnswer("silent")
            return answer

        monkeypatch.setattr(dongpay_transport, "answer", post)


GATEWAYS: list[Gateway] = [VNPayGateway(), DongPayGateway()]
