"""payOS's payment link for an attempt: its QR replaces ours, since payOS reports payments of its own links only.

POST /v2/payment-requests, signed over amount, cancelUrl, description, orderCode and returnUrl. A job requests it once,
and the buyer's page waits a few seconds. Our own QR is shown where payOS does not answer, refuses, or answers wrongly.
"""

import logging
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from core import clock
from core.http.client import NoAnswer, post_json
from core.jobs import app
from core.outside_jobs import SOON, calls_outside
from payments.base.feed_secrets import secrets_of
from payments.base.locks import lock_attempt
from payments.models import Attempt, AttemptStatus, BankAccount, BankFeed, FeedKind, PaymentLink
from payments.providers.vietqr import napas
from payments.providers.vietqr.data import VietQRData
from payments.providers.vietqr.payos_signing import sign

logger = logging.getLogger(__name__)

SECONDS = 8.0  # time limit of the whole call
PATIENCE = timedelta(seconds=15)  # how long a buyer's page waits for the link, the job queue included
PATH = "/v2/payment-requests"
_SIGNED = ("amount", "cancelUrl", "description", "orderCode", "returnUrl")
_FIRST, _MOST = 10**14, 9 * 10**15  # bounds of random order codes: exact integers in JavaScript


class NoLink(Exception):
    """payOS created no usable link; the text is the reason."""


def due_at(account: BankAccount) -> datetime | None:
    """When an attempt that shows this account stops waiting for a link; None where payOS does not watch the account."""
    return clock.now() + PATIENCE if _feeds(account.bin, account.number, account.livemode).exists() else None


def enqueue(attempt: Attempt) -> None:
    """Queue the job that requests the link, after the caller's transaction is committed."""
    make_link.defer(reference=attempt.reference)


def _make_soon(reference: str) -> None:
    make_link.configure(schedule_in={"seconds": SOON}).defer(reference=reference)


@app.task(name="payments.make_payos_link", queue="default")
@calls_outside(again=_make_soon)
def make_link(reference: str) -> None:
    """Request the link of an open attempt once. A repeated or late run does nothing."""
    link(reference)


def link(reference: str) -> PaymentLink | None:
    """The payment link of an open attempt that waits for one; None for others. Never inside a transaction."""
    attempt = Attempt.objects.filter(reference=reference, status=AttemptStatus.OPEN, link=None).first()
    if attempt is None:
        return None
    shown = VietQRData.of(attempt)
    if not shown.is_pending:
        return None
    feed = _feeds(shown.bank_bin, shown.account_number, attempt.intent.livemode).first()
    if feed is None:
        _give_up(attempt)
        return None
    created = PaymentLink.objects.create(
        attempt=attempt, feed=feed, order_code=_FIRST + secrets.randbelow(_MOST - _FIRST)
    )
    try:
        data = _checked(_ask(_request(created), feed), created)
    except NoLink as error:
        logger.warning("payOS made no link for %s: %s", reference, error)
        _give_up(attempt)
        return created
    return _show(created, data)


def _give_up(attempt: Attempt) -> None:
    """End the waiting time of the buyer's page."""
    with transaction.atomic():
        _intent, locked = lock_attempt(attempt.reference)
        shown = VietQRData.of(locked)
        if shown.is_pending:
            locked.provider_data = shown.model_copy(update={"qr_due_at": clock.now()}).document()
            locked.save(update_fields=["provider_data"])


def _feeds(bin: str, number: str, livemode: bool) -> QuerySet[BankFeed]:
    """The payOS feed of an account, where there is one."""
    return BankFeed.objects.filter(
        kind=FeedKind.PAYOS,
        is_active=True,
        account__livemode=livemode,
        account__bin=bin,
        account__number=number,
    )


def _request(created: PaymentLink) -> dict[str, Any]:
    words = int(created.feed.settings.get("words", "9"))
    payload: dict[str, Any] = {
        "orderCode": created.order_code,
        "amount": created.attempt.amount,
        "description": created.attempt.reference[:words],
        "cancelUrl": settings.BASE_URL + "/",
        "returnUrl": settings.BASE_URL + "/",
        "expiredAt": int(created.attempt.expires_at.timestamp()),
    }
    key = secrets_of(created.feed).get("key", "")
    return payload | {"signature": sign({name: payload[name] for name in _SIGNED}, key)}


def _ask(payload: Mapping[str, Any], feed: BankFeed) -> dict[str, Any]:
    """payOS's answer, over the transport in settings.PAYOS_TRANSPORT; never over HTTP to this server itself."""
    known = secrets_of(feed)
    headers = {"x-client-id": known.get("client_id", ""), "x-api-key": known.get("api_key", "")}
    try:
        answer: dict[str, Any] = import_string(settings.PAYOS_TRANSPORT)(payload, headers)
    except NoAnswer as error:
        raise NoLink(str(error)) from error
    return answer


def post_https(payload: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, Any]:
    """POST to the address in the settings; raises NoAnswer."""
    return post_json(settings.PAYOS_API_URL + PATH, payload, headers=dict(headers), seconds=SECONDS)


def _checked(answer: Mapping[str, Any], created: PaymentLink) -> Mapping[str, Any]:
    """The verified data of an answer: signed by payOS, for this payment, with a valid QR of this amount."""
    data, signature = answer.get("data"), answer.get("signature")
    if answer.get("code") != "00" or not isinstance(data, dict):
        raise NoLink(f"code {str(answer.get('code'))[:10]}")
    expected = sign(data, secrets_of(created.feed).get("key", ""))
    if (
        not expected
        or not isinstance(signature, str)
        or not secrets.compare_digest(signature.encode(), expected.encode())
    ):
        raise NoLink("wrong signature")
    if (data.get("orderCode"), data.get("amount")) != (created.order_code, created.attempt.amount):
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
    if (shown.bin, shown.number, shown.amount) != (data["bin"], data["accountNumber"], created.attempt.amount):
        raise NoLink("the QR asks for something else")
    return data


def _show(created: PaymentLink, data: Mapping[str, Any]) -> PaymentLink:
    with transaction.atomic():
        _intent, attempt = lock_attempt(created.attempt.reference)
        created.external_id = data["paymentLinkId"][:64]
        created.save(update_fields=["external_id"])
        if (
            attempt.status == AttemptStatus.OPEN and VietQRData.of(attempt).is_pending
        ):  # later, one may have paid by ours
            shown = VietQRData(
                bank_bin=data["bin"],
                account_number=data["accountNumber"],
                account_holder=data["accountName"][:120],
                qr_text=data["qrCode"],
            )
            attempt.provider_data = shown.document()
            attempt.save(update_fields=["provider_data"])
        return created
