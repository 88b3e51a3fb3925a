"""What the forms of the sites share: a refusal of a service, or of a room's rule, stands under the field it names."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.errors import DomainError
from core.form_fields import TextField


def status_of(refusal: DomainError) -> int:
    """The HTTP status of a page that shows the refusal."""
    return 429 if refusal.code == "TOO_MANY_REQUESTS" else 422


def take_refusal(form: forms.BaseForm, refusal: DomainError) -> None:
    """Put the refusal's words under its field, or above the form where it names none of the form's."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))


@contextmanager
def as_validation_error() -> Iterator[None]:
    """Inside the `clean` of a field: what a room's rule refuses is the field's error."""
    try:
        yield
    except DomainError as refusal:
        raise ValidationError(str(refusal.message), code=refusal.code) from refusal


class CheckedField(TextField):
    """Text whose rule is a function of a room: it returns the text as it is stored, or raises DomainError.

    The rule also says what is missing: the field is never `required` by itself.
    """

    def __init__(self, check: Callable[[str], str], **options: Any) -> None:
        super().__init__(required=False, **options)
        self.check = check

    def clean(self, value: Any) -> str:
        with as_validation_error():
            return self.check(super().clean(value))
