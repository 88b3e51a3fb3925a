"""The current request's id, person and refusals, for every log line and for the headers of the answer."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from django.http import HttpRequest

from core.addresses import network
from core.identifiers import new_id
from core.logs.routes import objects_of, place_of, template_of

_KEY = "choxa.log"  # in the request's environ: Django logs a request also after its middleware


@dataclass
class RequestLog:
    """The facts for the log lines of one request. `person` is "user:12" or "key:3", `kind` the kind of a session."""

    request: HttpRequest
    id: str = field(default_factory=lambda: new_id("req"))
    person: str = ""
    kind: str = ""
    route: str = ""  # where the view itself finds the operation: "graphql:orderCancel", "POST /v1/refunds"
    objects: str = ""
    refusal: str = ""  # why something was refused to this person
    is_written: bool = False  # a separate line reports the refusal
    retry_after: int = 0  # seconds until the rate limit that was reached last has passed
    began: float = field(default_factory=monotonic)
    statements: int = 0  # of SQL, so far

    @property
    def milliseconds(self) -> int:
        """How long the request has taken so far."""
        return round((monotonic() - self.began) * 1_000)

    @property
    def path(self) -> str:
        """The template of the path, also of an operation of `/v1`; "" where no route fits."""
        _method, is_operation, path = self.route.partition(" ")
        return path if is_operation else template_of(self.request)

    def count_statement(self, execute: Callable[..., Any], *call: Any) -> Any:
        """A wrapper of Django's for every statement of a connection."""
        self.statements += 1
        return execute(*call)

    def fields(self) -> dict[str, str]:
        """{request, network, method, route or path, object, person, kind} as far as known; needs no statement."""
        fields = {
            "request": self.id,
            "network": network(self.request.META.get("REMOTE_ADDR", "")),
            "method": self.request.method or "",
            **({"route": self.route} if self.route else place_of(self.request)),
            "object": self.objects or objects_of(self.request),
            "person": self.person or _person_of(self.request),
            "kind": self.kind,
        }
        return {name: value for name, value in fields.items() if value}


_current: ContextVar[RequestLog | None] = ContextVar("core_request_log", default=None)


def open_log(request: HttpRequest) -> RequestLog:
    """Begin the log of a request; `close_log` ends it."""
    log = request.META[_KEY] = RequestLog(request)
    _current.set(log)
    return log


def close_log() -> None:
    """End the log of the current request."""
    _current.set(None)


def current_log() -> RequestLog | None:
    """The log of the current request; None in jobs and commands, and before a request is read."""
    return _current.get()


def log_of(request: object) -> RequestLog | None:
    """The log of that request, also after it has ended."""
    return request.META.get(_KEY) if isinstance(request, HttpRequest) else None


def request_id() -> str:
    """The id of the current request; a new one without a request."""
    log = current_log()
    return log.id if log else new_id("req")


def note_person(person: str, kind: str = "") -> None:
    """Set the request's person: an opaque id such as "user:12", never a phone."""
    if log := current_log():
        log.person, log.kind = person, kind or log.kind


def note_operation(route: str, objects: str = "") -> None:
    """Set the operation, if one address has many."""
    if log := current_log():
        log.route, log.objects = route, objects


def note_refusal(reason: str) -> None:
    """Note a refusal for this person. The first reason of a request is logged when it ends."""
    log = current_log()
    if log and not log.refusal:
        log.refusal = reason


def note_retry_after(seconds: int) -> None:
    """Note when the request that reached a rate limit may be repeated."""
    if log := current_log():
        log.retry_after = seconds


def _person_of(request: HttpRequest) -> str:
    """The signed-in user if a view has loaded it already: logging needs no statement."""
    key = getattr(getattr(request, "_cached_user", None), "pk", None)
    return f"user:{key}" if key else ""
