"""What the faces' forms share: a refusal of a service stands under the field it names."""

from django import forms

from core.errors import DomainError


def take_refusal(form: forms.BaseForm, refusal: DomainError) -> None:
    """Put the refusal's words under its field, or above the form where it names none of the form's."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
