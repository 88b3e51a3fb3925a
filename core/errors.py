"""Errors for people: what went wrong and what to do, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise

from core.logs.context import note_refusal, note_retry_after


class DomainError(Exception):
    """A business rule refuses the request. Nothing was written.

    `message` is lazily translated text for the reader; `code` an UPPER_SNAKE name for programs (Saleor's where it has
    one); `field` the input's name in snake_case, or None where the whole request is refused; `params` extra facts, such
    as the variants that ran out.
    """

    def __init__(
        self,
        message: str | Promise,
        *,
        code: str = "INVALID",
        field: str | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(str(message))
        self.message = message
        self.code = code
        self.field = field
        self.params = dict(params or {})


class NotFound(DomainError):
    """The thing does not exist, or this person may not know that it does."""

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(message, code="NOT_FOUND", field=field)


class Forbidden(DomainError):
    """The person and the object are known, and a rule refuses. Always logged, whatever the caller answers."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message, code="PERMISSION_DENIED")
        note_refusal("forbidden")


class TooManyTries(DomainError):
    """A rate limit is reached until `retry_after` seconds have passed; an answer 429 carries them as `Retry-After`.

    `is_first` marks the first try above the limit, so that a flood is logged once.
    """

    def __init__(self, message: str | Promise, *, is_first: bool, retry_after: int) -> None:
        super().__init__(message, code="TOO_MANY_REQUESTS")
        self.is_first = is_first
        note_retry_after(retry_after)
