"""Shared by the forms of the sites: a refusal of a service or of a room's rule is shown under its field."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError

from core.errors import DomainError
from core.form_fields import TextField
from frontend.common.parsing import whole


def status_of(refusal: DomainError) -> int:
    """The HTTP status of a page that shows the refusal."""
    return 429 if refusal.code == "TOO_MANY_REQUESTS" else 422


def take_refusal(form: forms.BaseForm, refusal: DomainError) -> None:
    """Add the refusal to its field, or above the form if it names no field of the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))


@contextmanager
def as_validation_error() -> Iterator[None]:
    """Inside the `clean` of a field: a refusal of a room's rule becomes the field's error."""
    try:
        yield
    except DomainError as refusal:
        raise ValidationError(str(refusal.message), code=refusal.code) from refusal


class WholeField(forms.Field):
    """A hidden whole number that the page wrote; None for anything else."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> int | None:
        return whole(value)


class WholesField(forms.Field):
    """The whole numbers of ticked boxes; anything else is left out."""

    widget = forms.MultipleHiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> list[int]:
        return [number for text in value or () if (number := whole(text)) is not None]


class FormKeyField(forms.Field):
    """The hidden key of a form, so that it is executed once however often it is sent; a new one if it is missing."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid4)

    def to_python(self, value: Any) -> UUID:
        try:
            return UUID(value or "")
        except ValueError:
            return uuid4()


class CheckedField(TextField):
    """Text validated by a function of a room, which returns the stored text or raises DomainError.

    The function also handles empty text: the field is never `required` by itself.
    """

    def __init__(self, check: Callable[[str], str], **options: Any) -> None:
        super().__init__(required=False, **options)
        self.check = check

    def clean(self, value: Any) -> str:
        with as_validation_error():
            return self.check(super().clean(value))
