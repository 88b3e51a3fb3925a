"""What the faces' forms share: a refusal of a service stands under the field it names."""

from django import forms

from core.errors import DomainError


def status_of(refusal: DomainError) -> int:
    """The HTTP status of a page that shows the refusal."""
    return 429 if refusal.code == "TOO_MANY_REQUESTS" else 422


def take_refusal(form: forms.BaseForm, refusal: DomainError) -> None:
    """Put the refusal's words under its field, or above the form where it names none of the form's."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
