"""Store provider messages as evidence, within limits, so that a flood of calls cannot fill the disk."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from core import throttle
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
) -> ProviderMessage | None:
    """Store one message and our answer; None where the limit is reached.

    Messages about a `refund` are always stored. `review_reason` (ReviewReason) asks for a person; while one message of
    a reference and reason is unresolved, the next ones are stored without it.
    """
    reference = _clean(reference)[:100]
    if refund is None and not _within_bounds(provider, reference, signature_ok):
        return None
    if review_reason and _is_open(provider, reference, review_reason):
        review_reason = ""
    return ProviderMessage.objects.create(
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


def _within_bounds(provider: str, reference: str, signature_ok: bool) -> bool:
    if signature_ok:
        return throttle.count(f"payments.signed:{provider}:{reference}", timedelta(days=1)) <= SIGNED_A_DAY
    seen = throttle.count(f"payments.bad:{provider}", timedelta(hours=1))
    if seen == BAD_AN_HOUR + 1:
        logger.warning("%s: more than %d badly signed calls within an hour; not stored", provider, BAD_AN_HOUR)
    return seen <= BAD_AN_HOUR


def _is_open(provider: str, reference: str, review_reason: str) -> bool:
    return ProviderMessage.objects.filter(
        provider=provider, reference=reference, review_reason=review_reason, decided_at=None
    ).exists()


def _clean(text: str) -> str:
    """Without NUL, which PostgreSQL cannot store."""
    return text.replace("\x00", "")
