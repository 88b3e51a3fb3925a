"""Run a service for a page: what it refuses stands in the form or in a message, never as an error page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from core.errors import DomainError, Forbidden, NotFound
from frontend.common.forms import take_refusal

T = TypeVar("T")


@dataclass(frozen=True)
class Submitted(Generic[T]):
    """True where the service did its work; `value` is then what it returned."""

    done: bool
    result: T | None = None

    def __bool__(self) -> bool:
        return self.done

    @property
    def value(self) -> T:
        assert self.done
        return cast(T, self.result)


def submit(
    form: forms.BaseForm,
    service: Callable[[], T],
    *,
    fields: Mapping[str, str] | None = None,
    fallback: str | None = None,
) -> Submitted[T]:
    """Call `service` if the form is valid; a refusal stands under its field, else under `fallback` or above the form.

    `fields` names the form's field for a field of the service, where they differ. Forbidden and NotFound are raised:
    the site has pages of its own for them.
    """
    if not form.is_valid():
        return Submitted(done=False)
    try:
        return Submitted(done=True, result=service())
    except (Forbidden, NotFound):
        raise
    except DomainError as refusal:
        refusal.field = (fields or {}).get(refusal.field or "", refusal.field)
        if refusal.field not in form.fields:
            refusal.field = fallback
        take_refusal(form, refusal)
        return Submitted(done=False)


def perform(request: HttpRequest, service: Callable[[], T]) -> Submitted[T]:
    """Call `service` for a page without a form; a refusal becomes a message. Forbidden and NotFound are raised."""
    try:
        return Submitted(done=True, result=service())
    except (Forbidden, NotFound):
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return Submitted(done=False)
