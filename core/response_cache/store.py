"""The cached answers of this process, at most a number of bytes; those unused for longest leave first."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.utils.http import parse_etags

from core.response_cache.keys import Environ
from core.response_cache.listener import Known
from core.response_cache.versions import Versions

OVERHEAD = 2_000  # bytes of an answer's objects besides its body and key
_LARGEST = 8  # an answer above this part of the store is not cached
_NOT_MODIFIED = ("content-length", "content-type", "content-encoding")  # headers that a 304 lacks

Sent = tuple[int, list[tuple[str, str]], bytes]
"""Status, headers and body as they are sent."""


@dataclass(frozen=True)
class CachedResponse:
    """A 200, compressed where the client takes it, with all its headers."""

    body: bytes
    headers: list[tuple[str, str]]
    etag: str
    versions: Versions
    scopes: tuple[int, ...]  # places in `versions`
    connection: int  # of the listener: what an earlier one reported does not compare with what this one does
    valid_from: float  # seconds of the epoch: the day on which it was made; then time alone changes it
    valid_until: float
    route: Any  # the resolver's match, for logs
    operation: tuple[str, str] = ("", "")  # of an API, for logs
    size: int = 0  # bytes

    def is_current(self, known: Known, now: float) -> bool:
        """Whether no change of its scopes is known that it does not show."""
        return (
            self.valid_from <= now < self.valid_until
            and self.connection == known.connection
            and all(self.versions[scope] >= known.versions[scope] for scope in self.scopes)
        )

    def sent_to(self, environ: Environ) -> Sent:
        """304 where the client has these bytes already."""
        tags = environ.get("HTTP_IF_NONE_MATCH")
        if tags and environ["REQUEST_METHOD"] != "POST" and self.etag in parse_etags(tags):
            return 304, [pair for pair in self.headers if pair[0].lower() not in _NOT_MODIFIED], b""
        return 200, self.headers, self.body


class ResponseStore:
    """Thread-safe. `limit` and `size` are bytes."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self._answers: OrderedDict[Hashable, CachedResponse] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._answers)

    def find(self, key: Hashable) -> CachedResponse | None:
        with self._lock:
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            return answer

    def add(self, key: Hashable, answer: CachedResponse) -> None:
        """Also instead of a former one; not where it is too large."""
        if answer.size > self.limit // _LARGEST:
            return
        with self._lock:
            former = self._answers.pop(key, None)
            if former is not None:
                self.size -= former.size
            self._answers[key] = answer
            self.size += answer.size
            while self.size > self.limit:
                _key, oldest = self._answers.popitem(last=False)
                self.size -= oldest.size

    def drop(self, key: Hashable, answer: CachedResponse) -> None:
        """Remove this answer, unless another has replaced it."""
        with self._lock:
            if self._answers.get(key) is answer:
                del self._answers[key]
                self.size -= answer.size

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
            self.size = 0
