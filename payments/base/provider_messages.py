"""Store provider messages as evidence, within limits, so that a flood of calls cannot fill the disk."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from core import rows, throttle
from payments.models import Attempt, ProviderMessage, Refund

logger = logging.getLogger(__name__)

# Anyone can send bad signatures, and a buyer can replay a signed return: store a limited number of each.
BAD_AN_HOUR = 200
SIGNED_A_DAY = 300  # of one reference
_FIELDS, _LENGTH = 40, 300


def log_provider_message(
    *,
    provider: str,
    kind: str,
    reference: str,
    payload: Mapping[str, Any],
    signature_ok: bool,
    attempt: Attempt | None = None,
    refund: Refund | None = None,
    answer: str = "",
    review_reason: str = "",
    is_locked: bool = False,
) -> ProviderMessage | None:
    """Store one message and our answer; None where the limit is reached.

    Messages about a `refund` are always stored. `review_reason` (ReviewReason) asks for a person; while one message of
    a reference and reason is unresolved, the next ones are stored without it. `is_locked`: the caller holds the lock of
    the attempt's intent. Others count and store in two statements: the foreign key waits for whoever completes the
    attempt, who may wait for the count.
    """
    reference = _clean(reference)[:100]
    if review_reason and _is_open(provider, reference, review_reason):
        review_reason = ""
    message = ProviderMessage(
        provider=provider,
        kind=kind,
        reference=reference,
        attempt=attempt,
        refund=refund,
        payload={_clean(key)[:60]: _clean(str(value))[:_LENGTH] for key, value in list(payload.items())[:_FIELDS]},
        signature_ok=signature_ok,
        answer=answer,
        review_reason=review_reason,
    )
    if refund is not None:
        return rows.insert(message)
    bound = _bound(provider, reference, signature_ok)
    if is_locked:
        seen = throttle.insert_within(bound, message)
    else:
        seen = throttle.count(bound.key, bound.window)
        if seen <= bound.most:
            rows.insert(message)
    if not signature_ok and seen == BAD_AN_HOUR + 1:
        logger.warning("%s: more than %d badly signed calls within an hour; not stored", provider, BAD_AN_HOUR)
    return message if seen <= bound.most else None


def _bound(provider: str, reference: str, signature_ok: bool) -> throttle.Bound:
    if signature_ok:
        return throttle.Bound(f"payments.signed:{provider}:{reference}", SIGNED_A_DAY, timedelta(days=1))
    return throttle.Bound(f"payments.bad:{provider}", BAD_AN_HOUR, timedelta(hours=1))


def _is_open(provider: str, reference: str, review_reason: str) -> bool:
    return ProviderMessage.objects.filter(
        provider=provider, reference=reference, review_reason=review_reason, decided_at=None
    ).exists()


def _clean(text: str) -> str:
    """Without NUL, which PostgreSQL cannot store."""
    return text.replace("\x00", "")
