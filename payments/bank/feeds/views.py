"""Endpoints that feeds call: POST /payments/feeds/<kind>/<hook>."""

import logging
from datetime import timedelta

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core import throttle
from core.errors import TooManyTries
from core.logs.security import Event, record_event
from payments.bank.feeds import feed as feed_of
from payments.bank.feeds.base import Feed, Message, Unreadable
from payments.bank.services.ingest_bank_transaction import IngestOutcome, IngestResult, ingest_bank_transaction
from payments.base.feed_secrets import secrets_of
from payments.base.provider_messages import log_provider_message
from payments.models import BankFeed

logger = logging.getLogger(__name__)

MOST_AN_HOUR = 5_000  # signed calls of one feed that are stored: a holder of its key must not fill the disk
LARGEST = 64_000  # bytes; a real message is below two thousand
_SHOWN = 300  # bytes of a message that could not be read


@csrf_exempt
@require_POST
def hook(request: HttpRequest, kind: str, hook: str) -> JsonResponse:
    """One call of a feed."""
    try:
        body = request.body
    except (RequestDataTooBig, UnreadablePostError):
        body = b""
    headers = {name.lower(): value for name, value in request.headers.items()}
    status, answer, _results = take(kind, hook, Message(body, headers))
    return JsonResponse(answer, status=status)


def take(kind: str, hook: str, message: Message) -> tuple[int, dict[str, object], list[IngestResult]]:
    """(status, answer, notifications). 404: unknown hook; 401: bad signature; 400: unreadable; 429 and 503: call
    again.
    """
    service = feed_of(kind)
    feed = BankFeed.objects.select_related("account").filter(kind=kind, hook=hook, is_active=True).first()
    if service is None or feed is None:
        record_event(Event.SIGNATURE_REFUSED, provider=kind if service else "", reason="unknown_address")
        return 404, _refused("unknown address"), []
    if len(message.body) > LARGEST or not service.verify(message, secrets_of(feed).get("key", ""), feed.settings):
        record_event(Event.SIGNATURE_REFUSED, provider=kind, account=f"feed:{feed.pk}")
        _keep(feed, message, "97", signature_ok=False)
        return 401, _refused("bad signature"), []
    try:
        throttle.consume(f"payments.feed:{feed.pk}", MOST_AN_HOUR, timedelta(hours=1), account=f"feed:{feed.pk}")
    except TooManyTries:
        return 429, _refused("too many calls"), []
    try:
        results = _ingest(service, feed, message)
    except Unreadable as error:
        _keep(feed, message, "03", field=str(error))
        return 400, _refused(f"cannot read {error}"), []
    except Exception:  # an error of ours: rolled back, and the feed calls again
        logger.exception("%s feed %s", kind, feed.pk)
        return 503, _refused("try again"), []
    return 200, dict(service.acknowledgement), results


def _ingest(service: Feed, feed: BankFeed, message: Message) -> list[IngestResult]:
    results = []
    for notification in service.read(message):
        one = ingest_bank_transaction(feed=feed, notification=notification)
        if one.outcome is IngestOutcome.OTHER_ACCOUNT:
            _keep(feed, message, "04", field=f"account …{notification.account_numbers[0][-4:]}")
        results.append(one)
    return results


def _keep(feed: BankFeed, message: Message, answer: str, *, signature_ok: bool = True, field: str = "") -> None:
    """Store the evidence of a rejected call, within limits. Of an account that is not ours only the last digits are
    kept.
    """
    seen = {} if answer == "04" else {"body": message.body[:_SHOWN].decode("utf-8", "replace")}
    log_provider_message(
        provider=feed.kind,
        kind="feed",
        reference=f"feed:{feed.pk}",
        payload=seen | ({"why": field} if field else {}),
        signature_ok=signature_ok,
        answer=answer,
    )


def _refused(why: str) -> dict[str, object]:
    return {"success": False, "message": why}
