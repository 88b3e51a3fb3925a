"""The catalog's words for what is wrong, under the fields of the workspace's forms."""

from django import forms

from core.errors import DomainError
from frontend.common.forms import take_refusal

_HERE = {"variants": "pack", "file": "photos"}  # the services' names, and the forms' where they differ


def take_product_refusal(form: forms.BaseForm, refusal: DomainError) -> None:
    refusal.field = _HERE.get(refusal.field or "", refusal.field)
    take_refusal(form, refusal)
