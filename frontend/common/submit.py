"""Run a service for a page. A refusal is shown in the form or as a message, never on an error page.

`submit` is for a page with a form, `perform` for a button, `attempt` for a page that shows the refusal in its own way.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise

from core.errors import DomainError, Forbidden, NotFound
from frontend.common.forms import status_of, take_refusal

T = TypeVar("T")
Raised = tuple[type[DomainError], ...]

# The seller's site and the office have their own pages for these; the shop and the account do not: `raises=()`.
WITH_PAGES: Raised = (Forbidden, NotFound)


@dataclass(frozen=True)
class Submitted(Generic[T]):
    """True if the service succeeded; `value` is then its result."""

    done: bool
    result: T | None = None
    refusal: DomainError | None = None  # None also where the form was not valid
    field_error: str | Promise | None = None  # of the field that `perform` leaves to the page

    def __bool__(self) -> bool:
        return self.done

    @property
    def value(self) -> T:
        assert self.done
        return cast(T, self.result)

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows the outcome."""
        if self.done:
            return 200
        return status_of(self.refusal) if self.refusal else 422


def attempt(service: Callable[[], T], *, raises: Raised = WITH_PAGES) -> Submitted[T]:
    """Call `service`; a refusal is returned, except those that `raises` names."""
    try:
        return Submitted(done=True, result=service())
    except raises:
        raise
    except DomainError as refusal:
        return Submitted(done=False, refusal=refusal)


def submit(
    form: forms.BaseForm,
    service: Callable[[], T],
    *,
    fields: Mapping[str, str] | None = None,
    fallback: str | None = None,
    raises: Raised = WITH_PAGES,
) -> Submitted[T]:
    """Call `service` if the form is valid; a refusal is shown under its field, else under `fallback` or above the form.

    `fields` maps a field of the service to the form's field if they differ.
    """
    if not form.is_valid():
        return Submitted(done=False)
    return run_service(form, service, fields=fields, fallback=fallback, raises=raises)


def run_service(
    form: forms.BaseForm,
    service: Callable[[], T],
    *,
    fields: Mapping[str, str] | None = None,
    fallback: str | None = None,
    raises: Raised = WITH_PAGES,
) -> Submitted[T]:
    """As `submit`, for the valid part of a form."""
    sent = attempt(service, raises=raises)
    if refusal := sent.refusal:
        refusal.field = (fields or {}).get(refusal.field or "", refusal.field)
        if refusal.field not in form.fields:
            refusal.field = fallback
        take_refusal(form, refusal)
    return sent


def perform(
    request: HttpRequest,
    service: Callable[[], T],
    *,
    field: str | None = None,
    raises: Raised = WITH_PAGES,
    level: int = messages.ERROR,
) -> Submitted[T]:
    """Call `service` for a page without a Django form; a refusal becomes a message.

    A refusal of `field` is returned as `field_error`: the page shows it under the input.
    """
    sent = attempt(service, raises=raises)
    if refusal := sent.refusal:
        if field is not None and refusal.field == field:
            return Submitted(done=False, refusal=refusal, field_error=refusal.message)
        messages.add_message(request, level, str(refusal.message))
    return sent
