"""The approval of a refund."""

from django import forms
from django.utils.translation import gettext_lazy

from core.form_fields import TextField


class ApprovalForm(forms.Form):
    """An approval needs no reason, a refusal does; the button decides which it is."""

    note = TextField(
        label=gettext_lazy("Ghi chú"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
