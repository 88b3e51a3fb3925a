"""Log filters: replace Django's lines for refused requests by ours, and limit floods."""

import logging
from http import HTTPStatus
from threading import Lock
from time import monotonic

from django.core.exceptions import BadRequest

from core.logs import access
from core.logs.context import RequestLog, current_log, log_of
from core.logs.security import LOGGER, Event

_TOO_MUCH = {408, 411, 413, 414, 429, 431}
_BY_LOGGER = {"django.security.csrf": Event.CSRF_REFUSED, "django.security.DisallowedHost": Event.HOST_REFUSED}
_LIMITS = {"RequestDataTooBig", "TooManyFieldsSent", "TooManyFilesSent"}


class DjangoRequests(logging.Filter):
    """Django's lines of 4xx and 5xx, which hold the path and a traceback: one line with the route instead."""

    def filter(self, record: logging.LogRecord) -> bool:
        log = log_of(getattr(record, "request", None))
        if record.name.startswith("django.security."):
            _become(record, *_suspicious(record))
        elif record.name == "django.request" and log:
            status = int(getattr(record, "status_code", 500))
            if status < 500 and log.is_written:
                return False
            if event := _event(record, status, log):
                _become(record, event, {"reason": log.refusal or ("not_found" if status == 404 else "")})
                log.is_written, log.refusal = True, ""
            else:
                record.msg, record.args = HTTPStatus(status).phrase, ()
                record.exc_info = record.exc_info if status >= 500 else None
                if status == 503:  # repeated while something is unreachable, which has its own line
                    record.levelno, record.levelname = logging.WARNING, "WARNING"
            add_facts(record, status=status)
        return True


def add_facts(record: logging.LogRecord, **facts: str | int) -> None:
    """Facts beside those that the entry has."""
    record.__dict__["facts"] = getattr(record, "facts", {}) | {name: value for name, value in facts.items() if value}


def _suspicious(record: logging.LogRecord) -> tuple[Event, dict[str, str]]:
    name = record.name.rpartition(".")[2]
    if name in _LIMITS:
        return Event.LIMIT_REACHED, {"limit": name}
    detail = record.args[0] if record.args and isinstance(record.args, tuple) else record.getMessage()
    return _BY_LOGGER.get(record.name, Event.INPUT_REFUSED), {"reason": name, "detail": str(detail)[:200]}


def _event(record: logging.LogRecord, status: int, log: RequestLog) -> Event | None:
    if status == 403:
        return Event.ACCESS_REFUSED
    if status == 404:  # an object of another user is treated as missing
        fields = log.fields()
        return Event.ACCESS_REFUSED if fields.get("person") and fields.get("object") else None
    if status in _TOO_MUCH:
        return Event.LIMIT_REACHED
    raised = record.exc_info[1] if record.exc_info else None
    return Event.INPUT_REFUSED if status == 400 and isinstance(raised, BadRequest) else None


def _become(record: logging.LogRecord, event: Event, facts: dict[str, str]) -> None:
    record.name, record.msg, record.args, record.exc_info = LOGGER, event.value, (), None
    record.levelno, record.levelname = logging.WARNING, "WARNING"
    add_facts(record, **facts)


class FloodLimit(logging.Filter):
    """Limits lines that clients can cause, per minute, for one network and in total, then reports how many were
    dropped. Errors and the access log are not limited.

    Counts in this process and resets every minute, so that a client can fill neither the disk nor the memory.
    """

    def __init__(self, per_network: int = 60, in_all: int = 1_200, keys: int = 10_000) -> None:
        super().__init__()
        self._per_network, self._in_all, self._keys = per_network, in_all, keys
        self._lock = Lock()
        self._begin(monotonic())

    def filter(self, record: logging.LogRecord) -> bool:
        log = log_of(getattr(record, "request", None)) or current_log()
        if log is None or record.levelno > logging.WARNING or record.name == access.LOGGER:
            return True
        event = f"{record.name} {record.msg}"
        network = log.fields()["network"]
        with self._lock:
            cut, now = 0, monotonic()
            if now - self._began >= 60:
                cut = self._cut
                self._begin(now)
            if not self._takes(event, network):
                self._cut += 1
                return False
        if cut:
            add_facts(record, cut_before=cut)
        return True

    def _begin(self, now: float) -> None:
        self._began, self._cut = now, 0
        self._seen: dict[tuple[str, str], int] = {}

    def _takes(self, event: str, network: str) -> bool:
        whole, part = (event, ""), (event, network)
        if len(self._seen) >= self._keys and part not in self._seen:
            return False
        for key in (whole, part):
            self._seen[key] = self._seen.get(key, 0) + 1
        return self._seen[whole] <= self._in_all and self._seen[part] <= self._per_network
