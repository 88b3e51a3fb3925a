"""The stored answers of idempotency keys of `/v1`: kept for a day, without the data of an erased person."""

from collections.abc import Collection
from datetime import timedelta

import orjson

from core import clock
from core.encryption import DecryptionError, decrypt
from core.models import IdempotentAnswer
from payments.api.authentication import SCOPE
from payments.api.errors import ApiError

KEEP = timedelta(days=1)  # as Stripe
_ERASED = (
    "The answer of this request was erased with the data of a person. The request was executed once: retrieve its "
    "object instead of sending it again."
)


def delete_old_answers() -> int:
    """Delete answers older than a day, and return how many."""
    return IdempotentAnswer.objects.filter(scope__startswith=SCOPE, created_at__lt=clock.now() - KEEP).delete()[0]


def erase_answers(ids: Collection[str]) -> int:
    """Replace the answers that show one of these objects, also inside another one, and return how many.

    The key stays: without it a repeated request would be executed again.
    """
    erased = ApiError(_ERASED, type="idempotency_error")
    changed = 0
    for stored in IdempotentAnswer.objects.filter(scope__startswith=SCOPE).iterator() if ids else ():
        text = _text(stored.answer)
        if any(f'"{id}"' in text for id in ids):
            stored.answer = {"status": erased.status, "request": stored.answer["request"], "body": erased.body()}
            stored.save(update_fields=["answer"])
            changed += 1
    return changed


def _text(answer: dict[str, object]) -> str:
    """What the client was sent, as JSON; "" where nobody can read it any more."""
    try:
        return decrypt(str(answer["encrypted"])) if "encrypted" in answer else orjson.dumps(answer["body"]).decode()
    except DecryptionError:
        return ""
