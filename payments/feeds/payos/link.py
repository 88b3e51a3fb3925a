"""payOS's payment link for an attempt: its QR is shown in place of ours, since payOS tells only of its own links.

POST /v2/payment-requests, signed over amount, cancelUrl, description, orderCode and returnUrl. Asked for once, when the
attempt begins and outside its transaction; where payOS is silent, refuses or lies, our own QR stays.
"""

import logging
import secrets
from collections.abc import Mapping
from typing import Any

import httpx
import orjson
from django.conf import settings
from django.db import transaction

from payments.feeds.payos.feed import sign
from payments.feeds.secrets import secrets_of
from payments.locks import lock_attempt
from payments.models import Attempt, AttemptStatus, BankFeed, FeedKind, PaymentLink
from payments.providers.vietqr import napas

logger = logging.getLogger(__name__)

TIMEOUT = httpx.Timeout(5.0, connect=2.0)
PATH = "/v2/payment-requests"
_SIGNED = ("amount", "cancelUrl", "description", "orderCode", "returnUrl")
_LARGEST_ANSWER = 64_000  # bytes; a real one is about a thousand
_FIRST, _MOST = 10**14, 9 * 10**15  # of order codes: random, and exact in JavaScript


class NoLink(Exception):
    """payOS made no link that could be shown; the text says why."""


def link(reference: str) -> PaymentLink | None:
    """The payment link of an open attempt whose account payOS watches, None for others. Never inside a transaction."""
    attempt = Attempt.objects.filter(reference=reference, status=AttemptStatus.OPEN, link=None).first()
    feed = _feed(attempt) if attempt else None
    if attempt is None or feed is None:
        return None
    made = PaymentLink.objects.create(attempt=attempt, feed=feed, order_code=_FIRST + secrets.randbelow(_MOST - _FIRST))
    try:
        data = _checked(_ask(_request(made), feed), made)
    except NoLink as error:
        logger.warning("payOS made no link for %s: %s", reference, error)
        return made
    return _show(made, data)


def _feed(attempt: Attempt) -> BankFeed | None:
    """payOS's feed of the account that the attempt shows."""
    return BankFeed.objects.filter(
        kind=FeedKind.PAYOS,
        is_active=True,
        account__livemode=attempt.intent.livemode,
        account__bin=attempt.bank_bin,
        account__number=attempt.bank_account_no,
    ).first()


def _request(made: PaymentLink) -> dict[str, Any]:
    words = int(made.feed.settings.get("words", "9"))
    asked: dict[str, Any] = {
        "orderCode": made.order_code,
        "amount": made.attempt.amount,
        "description": made.attempt.reference[:words],
        "cancelUrl": settings.BASE_URL + "/",
        "returnUrl": settings.BASE_URL + "/",
        "expiredAt": int(made.attempt.expires_at.timestamp()),
    }
    key = secrets_of(made.feed).get("key", "")
    return asked | {"signature": sign({name: asked[name] for name in _SIGNED}, key)}


def _ask(asked: Mapping[str, Any], feed: BankFeed) -> dict[str, Any]:
    """payOS's answer; never by HTTP to ourselves."""
    known = secrets_of(feed)
    headers = {"x-client-id": known.get("client_id", ""), "x-api-key": known.get("api_key", "")}
    if settings.BANK_SANDBOX and not settings.PAYOS_API_URL:
        from payments.feeds.sandbox.payos import answer

        return answer(asked, headers)
    try:
        response = httpx.post(
            settings.PAYOS_API_URL + PATH, json=dict(asked), headers=headers, timeout=TIMEOUT, follow_redirects=False
        )
        response.raise_for_status()
        if len(response.content) > _LARGEST_ANSWER:
            raise NoLink("the answer is too long")
        found = orjson.loads(response.content)
    except (httpx.HTTPError, httpx.InvalidURL, orjson.JSONDecodeError) as error:
        raise NoLink(type(error).__name__) from error  # its words hold the address and more
    if not isinstance(found, dict):
        raise NoLink("the answer is not an object")
    return found


def _checked(answer: Mapping[str, Any], made: PaymentLink) -> Mapping[str, Any]:
    """What payOS signed: this payment, and a QR that any bank's application reads as this amount."""
    data, signature = answer.get("data"), answer.get("signature")
    if answer.get("code") != "00" or not isinstance(data, dict):
        raise NoLink(f"code {str(answer.get('code'))[:10]}")
    expected = sign(data, secrets_of(made.feed).get("key", ""))
    if (
        not expected
        or not isinstance(signature, str)
        or not secrets.compare_digest(signature.encode(), expected.encode())
    ):
        raise NoLink("wrong signature")
    if (data.get("orderCode"), data.get("amount")) != (made.order_code, made.attempt.amount):
        raise NoLink("another payment")
    texts = ("bin", "accountNumber", "accountName", "qrCode", "paymentLinkId")
    if not all(isinstance(data.get(name), str) and data[name] for name in texts):
        raise NoLink("a field is missing")
    if len(data["accountNumber"]) > 19 or len(data["qrCode"]) > 512:
        raise NoLink("a field is too long")
    try:
        shown = napas.read(data["qrCode"])
    except ValueError as error:
        raise NoLink("no QR of NAPAS") from error
    if (shown.bin, shown.number, shown.amount) != (data["bin"], data["accountNumber"], made.attempt.amount):
        raise NoLink("the QR asks for something else")
    return data


def _show(made: PaymentLink, data: Mapping[str, Any]) -> PaymentLink:
    with transaction.atomic():
        _intent, attempt = lock_attempt(made.attempt.reference)
        made.external_id = data["paymentLinkId"][:64]
        made.save(update_fields=["external_id"])
        if attempt.status == AttemptStatus.OPEN:
            attempt.qr_text = data["qrCode"]
            attempt.bank_bin, attempt.bank_account_no = data["bin"], data["accountNumber"]
            attempt.bank_account_name = data["accountName"][:120]
            attempt.save(update_fields=["qr_text", "bank_bin", "bank_account_no", "bank_account_name"])
        return made
