"""Idempotency keys: a repeated call under the same key gets the stored answer and does nothing."""

import hashlib
from collections.abc import Callable
from typing import Any

import orjson
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import rows
from core.errors import DomainError
from core.locks import try_lock_name
from core.models import IdempotentAnswer
from core.rows import require_transaction

ONCE = "core_idempotent_once"  # the constraint of a scope's keys
_LONGEST_KEY = 255  # as Stripe's


def request_hash(*parts: Any) -> str:
    """A hash of the request, so that a key cannot be used for two different requests."""
    return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()


def run_once(scope: str, key: str, request_digest: str, run: Callable[[], Any]) -> Any:
    """Run `run` once per (scope, key) and return its JSON-able answer; later calls get that answer.

    `request_digest` is a `request_hash`. Raises DomainError IDEMPOTENCY_MISMATCH for the same key with another
    request, IDEMPOTENCY_IN_USE while the first caller still runs, INVALID for a malformed key. If `run` raises,
    nothing is stored.
    """
    with transaction.atomic():
        return run_once_within(scope, key, request_digest, run)


def find_answer(scope: str, key: str, request_digest: str) -> Any:
    """The stored answer of an earlier call; None where there is none. Raises DomainError IDEMPOTENCY_MISMATCH."""
    stored = next(iter(rows.select(IdempotentAnswer, scope=scope, key=key)), None)
    if stored is not None and stored.fingerprint != request_digest:
        raise mismatch()
    return None if stored is None else stored.answer


def run_once_within(scope: str, key: str, request_digest: str, run: Callable[[], Any]) -> Any:
    """`run_once` in the caller's transaction, which any exception must roll back as a whole."""
    answer = claim(scope, key, request_digest)
    if answer is None:
        answer = run()
        rows.insert(answered(scope, key, request_digest, answer))
    return answer


def claim(scope: str, key: str, request_digest: str) -> Any:
    """The answer of an earlier call; None where this transaction is the first, and writes `answered`. Raises as
    `run_once`.
    """
    require_transaction(f"{scope} runs once")
    _check(key)
    if not try_lock_name(f"idempotency:{scope}:{key}"):
        raise DomainError(
            _("Yêu cầu này đang được xử lý. Vui lòng chờ giây lát rồi thử lại."), code="IDEMPOTENCY_IN_USE"
        )
    return find_answer(scope, key, request_digest)


def answered(scope: str, key: str, request_digest: str, answer: Any) -> IdempotentAnswer:
    """The record of a call, not stored yet. Its insertion waits for another of the key, and violates `ONCE` after it.

    Raises DomainError INVALID for a malformed key.
    """
    _check(key)
    return IdempotentAnswer(scope=scope, key=key, fingerprint=request_digest, answer=answer)


def mismatch() -> DomainError:
    """The refusal of a key that was used for another request."""
    return DomainError(_("Khóa này đã dùng cho một yêu cầu khác."), code="IDEMPOTENCY_MISMATCH")


def _check(key: str) -> None:
    if not key or len(key) > _LONGEST_KEY or not key.isprintable():
        raise DomainError(_("Khóa chống lặp phải có từ 1 đến 255 ký tự đọc được."), field="idempotency_key")
